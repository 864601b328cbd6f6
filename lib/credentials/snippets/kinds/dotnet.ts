import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import { CA_FILE, CERTIFICATE_FILE, KEY_FILE, type SnippetParts } from '../snippet-parts.ts'
import { librdkafkaNotes } from './librdkafka.ts'

const quote = (text: string) => quoteText('csharp', text)
const protocols = {
  PLAINTEXT: 'Plaintext',
  SASL_PLAINTEXT: 'SaslPlaintext',
  SASL_SSL: 'SaslSsl',
  SSL: 'Ssl',
} as const

/** dotnetSnippet is a console project with Confluent.Kafka, the binding to librdkafka. */
export function dotnetSnippet(context: SnippetContext): SnippetParts {
  return {
    files: [
      { name: 'kafka-example.csproj', text: project },
      { name: 'Settings.cs', text: settings(context), login: true },
      { name: 'Program.cs', text: program(context) },
      ...(context.produces ? [{ name: 'Produce.cs', text: produce }] : []),
      ...(context.consumes ? [{ name: 'Consume.cs', text: consume(context.group) }] : []),
    ],
    install: ['dotnet build'],
    produce: 'dotnet run -- produce 10',
    consume: 'dotnet run -- consume',
    notes: ['.NET 8 or newer.', ...librdkafkaNotes(context)],
  }
}

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <RootNamespace>KafkaExample</RootNamespace>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Confluent.Kafka" Version="2.16.0" />
  </ItemGroup>
</Project>
`

function settings({ servers, protocol, topic, sasl, tls, password }: SnippetContext): string {
  const fromEnvironment = `Environment.GetEnvironmentVariable("${PASSWORD_VARIABLE}")`
  const mechanism = sasl?.mechanism === 'SCRAM-SHA-256' ? 'ScramSha256' : 'ScramSha512'
  return joinLines(
    'using Confluent.Kafka;',
    '',
    'namespace KafkaExample;',
    '',
    'static class Settings',
    '{',
    `    public const string Topic = ${quote(topic)};`,
    '',
    '    /// <summary>Where the cluster is, and who logs in.</summary>',
    '    public static T Connect<T>(T config) where T : ClientConfig',
    '    {',
    `        config.BootstrapServers = ${quote(servers.join(','))};`,
    `        config.SecurityProtocol = SecurityProtocol.${protocols[protocol]};`,
    sasl && `        config.SaslMechanism = SaslMechanism.${mechanism};`,
    sasl && `        config.SaslUsername = ${quote(sasl.username)};`,
    sasl &&
      `        config.SaslPassword = ${password === null ? `${fromEnvironment}\n            ?? throw new InvalidOperationException("Set ${PASSWORD_VARIABLE}")` : quote(password)};`,
    tls?.ca === true && `        config.SslCaLocation = "${CA_FILE}";`,
    tls?.client === true && `        config.SslCertificateLocation = "${CERTIFICATE_FILE}";`,
    tls?.client === true && `        config.SslKeyLocation = "${KEY_FILE}";`,
    tls &&
      `        config.SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.${tls.verifyHostname ? 'Https' : 'None'};`,
    '        return config;',
    '    }',
    '}',
  )
}

function program({ produces, consumes }: SnippetContext): string {
  const words = [...(produces ? ['produce'] : []), ...(consumes ? ['consume'] : [])]
  return joinLines(
    'using KafkaExample;',
    '',
    'long? count = args.Length > 1 ? long.Parse(args[1]) : null;',
    'switch (args.FirstOrDefault())',
    '{',
    produces && '    case "produce":\n        await Produce.Run(count ?? 10);\n        return 0;',
    consumes && '    case "consume":\n        Consume.Run(count);\n        return 0;',
    '    default:',
    `        Console.Error.WriteLine("usage: ${words.join('|')} [COUNT]");`,
    '        return 2;',
    '}',
  )
}

const produce = `using Confluent.Kafka;

namespace KafkaExample;

static class Produce
{
    /// <summary>Writes records and waits until each is acknowledged.</summary>
    public static async Task Run(long count)
    {
        var config = Settings.Connect(new ProducerConfig { Acks = Acks.All, EnableIdempotence = true });
        using var producer = new ProducerBuilder<string, string>(config).Build();
        var sent = new List<Task<DeliveryResult<string, string>>>();
        for (long number = 0; number < count; number++)
        {
            var record = new Message<string, string>
            {
                Key = $"key-{number}",
                Value = $"{{\\"number\\": {number}}}",
            };
            sent.Add(producer.ProduceAsync(Settings.Topic, record));
        }
        await Task.WhenAll(sent);
        Console.WriteLine($"{sent.Count} records acknowledged");
    }
}
`

const consume = (group: string) => `using Confluent.Kafka;

namespace KafkaExample;

static class Consume
{
    /// <summary>Reads records in a consumer group and commits what it has read; without a count until Ctrl-C.</summary>
    public static void Run(long? count)
    {
        var config = Settings.Connect(new ConsumerConfig
        {
            GroupId = ${quote(group)},
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false, // Only what was handled is committed.
        });
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe(Settings.Topic);
        long read = 0;
        try
        {
            while (count is null || read < count)
            {
                var record = consumer.Consume(stop.Token);
                Console.WriteLine(
                    $"{record.Partition.Value}:{record.Offset.Value} {record.Message.Key} {record.Message.Value}");
                consumer.StoreOffset(record);
                read++;
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C.
        }
        finally
        {
            consumer.Close(); // Commits, and leaves the group.
        }
        Console.WriteLine($"{read} records read");
    }
}
`
