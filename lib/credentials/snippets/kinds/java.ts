import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import type { SnippetParts } from '../snippet-parts.ts'
import {
  consumerSettings,
  javaClientSettings,
  javaNotes,
  KAFKA_CLIENTS_VERSION,
  producerSettings,
} from './java-client.ts'

const quote = (text: string) => quoteText('java', text)
const put = ([name, value]: readonly [string, string]) =>
  `        settings.put(${quote(name)}, ${quote(value)});`
const SOURCES = 'src/main/java'

/** javaSnippet is a Maven project with Kafka's own client and nothing else. */
export function javaSnippet(context: SnippetContext): SnippetParts {
  return {
    files: [
      { name: 'pom.xml', text: pom },
      { name: `${SOURCES}/KafkaSettings.java`, text: settings(context), login: true },
      ...(context.produces ? [{ name: `${SOURCES}/Produce.java`, text: produce }] : []),
      ...(context.consumes ? [{ name: `${SOURCES}/Consume.java`, text: consume(context.group) }] : []),
    ],
    install: ['mvn -q compile'],
    produce: 'mvn -q exec:java -Dexec.mainClass=Produce -Dexec.args=10',
    consume: 'mvn -q exec:java -Dexec.mainClass=Consume',
    notes: javaNotes(context),
    keystore: true,
  }
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>kafka-example</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka-clients</artifactId>
      <version>${KAFKA_CLIENTS_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>2.0.17</version>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.14.1</version>
      </plugin>
      <plugin>
        <groupId>org.codehaus.mojo</groupId>
        <artifactId>exec-maven-plugin</artifactId>
        <version>3.6.2</version>
      </plugin>
    </plugins>
  </build>
</project>
`

function settings(context: SnippetContext): string {
  const { sasl, password } = context
  const fromEnvironment = sasl !== null && password === null
  return joinLines(
    fromEnvironment && 'import java.util.Objects;',
    'import java.util.Properties;',
    '',
    '/** Where the cluster is, and who logs in. */',
    'final class KafkaSettings {',
    `    static final String TOPIC = ${quote(context.topic)};`,
    '',
    '    static Properties connection() {',
    '        Properties settings = new Properties();',
    ...javaClientSettings(context).map(put),
    ...(sasl ? jaas(sasl.username) : []),
    '        return settings;',
    '    }',
    ...(sasl ? loginHelpers(password) : []),
    '}',
  )
}

function jaas(username: string): string[] {
  return [
    '        settings.put("sasl.jaas.config",',
    '            "org.apache.kafka.common.security.scram.ScramLoginModule required"',
    `                + " username=" + quoted(${quote(username)}) + " password=" + quoted(password()) + ";");`,
  ]
}

function loginHelpers(password: string | null): string[] {
  return [
    '',
    '    private static String password() {',
    password === null
      ? `        return Objects.requireNonNull(System.getenv("${PASSWORD_VARIABLE}"), "Set ${PASSWORD_VARIABLE}");`
      : `        return ${quote(password)};`,
    '    }',
    '',
    '    /** Within quotes, a backslash and a quote are special to the reader of sasl.jaas.config. */',
    '    private static String quoted(String text) {',
    '        return \'"\' + text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"") + \'"\';',
    '    }',
  ]
}

const produce = joinLines(
  'import java.util.ArrayList;',
  'import java.util.List;',
  'import java.util.Properties;',
  'import java.util.concurrent.Future;',
  'import org.apache.kafka.clients.producer.KafkaProducer;',
  'import org.apache.kafka.clients.producer.ProducerRecord;',
  'import org.apache.kafka.clients.producer.RecordMetadata;',
  'import org.apache.kafka.common.serialization.StringSerializer;',
  '',
  '/** Writes records and waits until each is acknowledged: Produce [COUNT]. */',
  'public final class Produce {',
  '    public static void main(String[] args) throws Exception {',
  '        int count = args.length > 0 ? Integer.parseInt(args[0]) : 10;',
  '        Properties settings = KafkaSettings.connection();',
  ...producerSettings.map(put),
  '        List<Future<RecordMetadata>> sent = new ArrayList<>();',
  '        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {',
  '            for (int i = 0; i < count; i++) {',
  '                String value = "{\\"number\\": " + i + "}";',
  '                sent.add(producer.send(new ProducerRecord<>(KafkaSettings.TOPIC, "key-" + i, value)));',
  '            }',
  '            for (Future<RecordMetadata> each : sent) {',
  '                each.get(); // Throws what the broker refused.',
  '            }',
  '        }',
  '        System.out.println(sent.size() + " records acknowledged");',
  '    }',
  '}',
)

const consume = (group: string) =>
  joinLines(
    'import java.time.Duration;',
    'import java.util.List;',
    'import java.util.Properties;',
    'import org.apache.kafka.clients.consumer.KafkaConsumer;',
    'import org.apache.kafka.common.errors.WakeupException;',
    'import org.apache.kafka.common.serialization.StringDeserializer;',
    '',
    '/** Reads records in a consumer group and commits what it has read: Consume [COUNT], else until Ctrl-C. */',
    'public final class Consume {',
    '    public static void main(String[] args) {',
    '        long count = args.length > 0 ? Long.parseLong(args[0]) : Long.MAX_VALUE;',
    '        Properties settings = KafkaSettings.connection();',
    ...consumerSettings(group).map(put),
    '        settings.put("max.poll.records", (int) Math.min(count, 500));',
    '        long read = 0;',
    '        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());',
    '        Thread main = Thread.currentThread();',
    '        Runtime.getRuntime().addShutdownHook(new Thread(() -> {',
    '            consumer.wakeup();',
    '            try {',
    '                main.join(10_000); // Leaves the group before the process ends.',
    '            } catch (InterruptedException stopped) {',
    '                Thread.currentThread().interrupt();',
    '            }',
    '        }));',
    '        try (consumer) {',
    '            consumer.subscribe(List.of(KafkaSettings.TOPIC));',
    '            while (read < count) {',
    '                for (var record : consumer.poll(Duration.ofSeconds(1))) {',
    '                    System.out.printf("%d:%d %s %s%n",',
    '                        record.partition(), record.offset(), record.key(), record.value());',
    '                    read++;',
    '                }',
    '                consumer.commitSync();',
    '            }',
    '        } catch (WakeupException stopped) {',
    '            // Ctrl-C.',
    '        }',
    '        System.out.println(read + " records read");',
    '    }',
    '}',
  )
