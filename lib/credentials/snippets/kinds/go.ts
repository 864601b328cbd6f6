import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE, type SnippetParts } from '../snippet-parts.ts'

const quote = (text: string) => quoteText('go', text)
const FRANZ_GO_VERSION = 'v1.22.3'

/** goSnippet is a module with franz-go. */
export function goSnippet(context: SnippetContext): SnippetParts {
  const { produces, consumes } = context
  return {
    files: [
      {
        name: 'go.mod',
        text: `module example\n\ngo 1.24\n\nrequire github.com/twmb/franz-go ${FRANZ_GO_VERSION}\n`,
      },
      { name: 'settings.go', text: settings(context), login: true },
      { name: 'main.go', text: main(context) },
      ...(produces ? [{ name: 'produce.go', text: produce }] : []),
      ...(consumes ? [{ name: 'consume.go', text: consume(context.group) }] : []),
    ],
    install: ['go mod tidy'],
    produce: 'go run . produce 10',
    consume: 'go run . consume',
    notes: ['Go 1.24 or newer.'],
  }
}

function settings(context: SnippetContext): string {
  const { sasl, tls, password } = context
  const imports = [
    tls && '"crypto/tls"',
    (tls?.ca === true || tls?.verifyHostname === false) && '"crypto/x509"',
    ((sasl && password === null) || tls?.ca === true) && '"errors"',
    ((sasl && password === null) || tls?.ca === true) && '"os"',
  ].filter((each) => typeof each === 'string')
  return joinLines(
    'package main',
    '',
    'import (',
    ...imports.map((each) => `\t${each}`),
    imports.length > 0 && '',
    '\t"github.com/twmb/franz-go/pkg/kgo"',
    sasl && '\t"github.com/twmb/franz-go/pkg/sasl/scram"',
    ')',
    '',
    `const topic = ${quote(context.topic)}`,
    '',
    '// connection says where the cluster is, and who logs in.',
    'func connection() ([]kgo.Opt, error) {',
    '\toptions := []kgo.Opt{',
    `\t\tkgo.SeedBrokers(${context.servers.map(quote).join(', ')}),`,
    '\t}',
    ...(sasl ? login(sasl, password) : []),
    ...(tls ? encryption(tls) : []),
    '\treturn options, nil',
    '}',
  )
}

function login(sasl: NonNullable<SnippetContext['sasl']>, password: string | null): string[] {
  const fromEnvironment = [
    `\tpassword, found := os.LookupEnv("${PASSWORD_VARIABLE}")`,
    '\tif !found {',
    `\t\treturn nil, errors.New("set ${PASSWORD_VARIABLE}")`,
    '\t}',
  ]
  return [
    ...(password === null ? fromEnvironment : [`\tpassword := ${quote(password)}`]),
    `\tauth := scram.Auth{User: ${quote(sasl.username)}, Pass: password}`,
    `\toptions = append(options, kgo.SASL(auth.As${sasl.mechanism === 'SCRAM-SHA-256' ? 'Sha256' : 'Sha512'}Mechanism()))`,
  ]
}

function encryption(tls: NonNullable<SnippetContext['tls']>): string[] {
  return [
    '\tconfig := &tls.Config{MinVersion: tls.VersionTLS12}',
    ...(tls.ca
      ? [
          `\tauthority, err := os.ReadFile("${CA_FILE}")`,
          '\tif err != nil {',
          '\t\treturn nil, err',
          '\t}',
          '\tconfig.RootCAs = x509.NewCertPool()',
          '\tif !config.RootCAs.AppendCertsFromPEM(authority) {',
          `\t\treturn nil, errors.New("${CA_FILE} holds no certificate")`,
          '\t}',
        ]
      : []),
    ...(tls.client
      ? [
          `\tcertificate, err := tls.LoadX509KeyPair("${CERTIFICATE_FILE}", "${KEY_FILE}")`,
          '\tif err != nil {',
          '\t\treturn nil, err',
          '\t}',
          '\tconfig.Certificates = []tls.Certificate{certificate}',
        ]
      : []),
    ...(tls.verifyHostname ? [] : chainOnly),
    '\toptions = append(options, kgo.DialTLSConfig(config))',
  ]
}

/** Go checks the authority and the name in one; without the name, the chain is checked here. */
const chainOnly = [
  '\t// The authority is verified, the host name is not.',
  '\tconfig.InsecureSkipVerify = true',
  '\tconfig.VerifyConnection = func(state tls.ConnectionState) error {',
  '\t\tintermediates := x509.NewCertPool()',
  '\t\tfor _, certificate := range state.PeerCertificates[1:] {',
  '\t\t\tintermediates.AddCert(certificate)',
  '\t\t}',
  '\t\t_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: config.RootCAs, Intermediates: intermediates})',
  '\t\treturn err',
  '\t}',
]

function main({ produces, consumes }: SnippetContext): string {
  const words = [...(produces ? ['produce'] : []), ...(consumes ? ['consume'] : [])]
  return joinLines(
    'package main',
    '',
    'import (',
    '\t"context"',
    '\t"log"',
    '\t"os"',
    '\t"os/signal"',
    '\t"strconv"',
    ')',
    '',
    'func main() {',
    '\tif len(os.Args) < 2 {',
    `\t\tlog.Fatal("usage: ${words.join('|')} [COUNT]")`,
    '\t}',
    '\tcount := 0',
    '\tif len(os.Args) > 2 {',
    '\t\tvar err error',
    '\t\tif count, err = strconv.Atoi(os.Args[2]); err != nil {',
    '\t\t\tlog.Fatal(err)',
    '\t\t}',
    '\t}',
    '\tctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)',
    '\tdefer stop()',
    '\tvar err error',
    '\tswitch os.Args[1] {',
    ...words.flatMap((word) => [`\tcase "${word}":`, `\t\terr = ${word}(ctx, count)`]),
    '\tdefault:',
    `\t\tlog.Fatal("usage: ${words.join('|')} [COUNT]")`,
    '\t}',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '}',
  )
}

const produce = `package main

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"
)

// produce writes records and waits until each is acknowledged. franz-go is idempotent, with acks of all replicas.
func produce(ctx context.Context, count int) error {
	options, err := connection()
	if err != nil {
		return err
	}
	client, err := kgo.NewClient(append(options, kgo.DefaultProduceTopic(topic))...)
	if err != nil {
		return err
	}
	defer client.Close()
	if count == 0 {
		count = 10
	}
	records := make([]*kgo.Record, count)
	for i := range records {
		records[i] = kgo.KeyStringRecord(fmt.Sprintf("key-%d", i), fmt.Sprintf(\`{"number": %d}\`, i))
	}
	if err := client.ProduceSync(ctx, records...).FirstErr(); err != nil {
		return err
	}
	fmt.Printf("%d records acknowledged\\n", count)
	return nil
}
`

const consume = (group: string) => `package main

import (
	"context"
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"
)

// consume reads records in a consumer group and commits what it has read; without a count until Ctrl-C.
func consume(ctx context.Context, count int) error {
	options, err := connection()
	if err != nil {
		return err
	}
	client, err := kgo.NewClient(append(options,
		kgo.ConsumerGroup(${quote(group)}),
		kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.AutoCommitMarks(),
		kgo.BlockRebalanceOnPoll(),
	)...)
	if err != nil {
		return err
	}
	defer client.CloseAllowingRebalance()
	read := 0
	for count == 0 || read < count {
		limit := 1000
		if count != 0 {
			limit = min(limit, count-read)
		}
		fetches := client.PollRecords(ctx, limit)
		if ctx.Err() != nil {
			break // Ctrl-C.
		}
		if err := fetches.Err(); err != nil {
			return err
		}
		fetches.EachRecord(func(record *kgo.Record) {
			fmt.Printf("%d:%d %s %s\\n", record.Partition, record.Offset, record.Key, record.Value)
			client.MarkCommitRecords(record)
			read++
		})
		client.AllowRebalance()
	}
	if err := client.CommitMarkedOffsets(context.Background()); err != nil {
		return err
	}
	fmt.Printf("%d records read\\n", read)
	return nil
}
`
