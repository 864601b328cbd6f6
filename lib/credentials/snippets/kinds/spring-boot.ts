import { joinLines } from '../join-lines.ts'
import { quoteText } from '../quote-text.ts'
import { PASSWORD_VARIABLE, type SnippetContext } from '../snippet-context.ts'
import { CA_FILE, KEYSTORE_FILE, type SnippetParts } from '../snippet-parts.ts'
import { yamlText } from '../yaml-text.ts'
import { javaNotes } from './java-client.ts'

const SOURCES = 'src/main/java/example'
const SPRING_BOOT_VERSION = '4.0.7'
const yaml = (text: string) => yamlText(text, { spring: true })
const quote = (text: string) => quoteText('java', text)

/**
 * springBootSnippet is a Spring Boot project. The log-in is set by a class and not in application.yml: Spring would
 * look for placeholders within a password, and the quotes of sasl.jaas.config want an escape that YAML can't make.
 */
export function springBootSnippet(context: SnippetContext): SnippetParts {
  const run = (argument: string) => `mvn -q spring-boot:run -Dspring-boot.run.arguments=${argument}`
  return {
    files: [
      { name: 'pom.xml', text: pom },
      { name: 'src/main/resources/application.yml', text: applicationYml(context) },
      { name: `${SOURCES}/Application.java`, text: application },
      ...(context.sasl ? [{ name: `${SOURCES}/Login.java`, text: login(context), login: true }] : []),
      ...(context.produces ? [{ name: `${SOURCES}/Produce.java`, text: produce }] : []),
      ...(context.consumes ? [{ name: `${SOURCES}/Consume.java`, text: consume }] : []),
    ],
    install: ['mvn -q compile'],
    produce: run('--produce=10'),
    consume: run('--consume'),
    notes: javaNotes(context),
    keystore: true,
  }
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>${SPRING_BOOT_VERSION}</version>
    <relativePath/>
  </parent>
  <groupId>example</groupId>
  <artifactId>kafka-example</artifactId>
  <version>1</version>
  <properties>
    <java.version>17</java.version>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-kafka</artifactId>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>org.springframework.boot</groupId>
        <artifactId>spring-boot-maven-plugin</artifactId>
      </plugin>
    </plugins>
  </build>
</project>
`

function applicationYml({
  servers,
  protocol,
  sasl,
  tls,
  topic,
  group,
  produces,
  consumes,
}: SnippetContext): string {
  return joinLines(
    'example:',
    `  topic: ${yaml(topic)}`,
    'spring:',
    '  main:',
    '    web-application-type: none',
    '  kafka:',
    '    bootstrap-servers:',
    ...servers.map((server) => `      - ${yaml(server)}`),
    '    security:',
    `      protocol: ${protocol}`,
    tls && (tls.ca || tls.client) && '    ssl:',
    tls?.ca === true && '      trust-store-type: PEM',
    tls?.ca === true && `      trust-store-location: file:${CA_FILE}`,
    tls?.client === true && '      key-store-type: PEM',
    tls?.client === true && `      key-store-location: file:${KEYSTORE_FILE}`,
    (sasl || tls) && '    properties:',
    sasl && `      sasl.mechanism: ${sasl.mechanism}`,
    tls && `      ssl.endpoint.identification.algorithm: ${tls.verifyHostname ? 'https' : '""'}`,
    produces && '    producer:',
    produces && '      acks: all',
    produces && '      properties:',
    produces && '        enable.idempotence: true',
    consumes && '    consumer:',
    consumes && `      group-id: ${yaml(group)}`,
    consumes && '      auto-offset-reset: earliest',
    consumes && '    listener:',
    consumes && '      auto-startup: false # Consume starts it.',
  )
}

const application = `package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Application {
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
`

function login({ sasl, password }: SnippetContext): string {
  return joinLines(
    'package example;',
    '',
    'import java.util.Map;',
    password === null && 'import java.util.Objects;',
    'import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;',
    'import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;',
    'import org.springframework.context.annotation.Bean;',
    'import org.springframework.context.annotation.Configuration;',
    '',
    '/** Who logs in. Not in application.yml, which can’t escape a password for sasl.jaas.config. */',
    '@Configuration',
    'class Login {',
    '    @Bean',
    '    DefaultKafkaProducerFactoryCustomizer producerLogin() {',
    '        return factory -> factory.updateConfigs(login());',
    '    }',
    '',
    '    @Bean',
    '    DefaultKafkaConsumerFactoryCustomizer consumerLogin() {',
    '        return factory -> factory.updateConfigs(login());',
    '    }',
    '',
    '    private static Map<String, Object> login() {',
    password === null
      ? `        String password = Objects.requireNonNull(System.getenv("${PASSWORD_VARIABLE}"), "Set ${PASSWORD_VARIABLE}");`
      : `        String password = ${quote(password)};`,
    '        return Map.of("sasl.jaas.config",',
    '            "org.apache.kafka.common.security.scram.ScramLoginModule required"',
    `                + " username=" + quoted(${quote(sasl?.username ?? '')}) + " password=" + quoted(password) + ";");`,
    '    }',
    '',
    '    /** Within quotes, a backslash and a quote are special to the reader of sasl.jaas.config. */',
    '    private static String quoted(String text) {',
    '        return \'"\' + text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"") + \'"\';',
    '    }',
    '}',
  )
}

const produce = `package example;

import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Writes records and waits until each is acknowledged: --produce=COUNT. */
@Component
class Produce implements ApplicationRunner {
    private final KafkaTemplate<String, String> kafka;
    private final String topic;

    Produce(KafkaTemplate<String, String> kafka, @Value("\${example.topic}") String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        if (!arguments.containsOption("produce")) {
            return;
        }
        int count = Integer.parseInt(arguments.getOptionValues("produce").get(0));
        var sent = new java.util.ArrayList<java.util.concurrent.CompletableFuture<?>>();
        for (int i = 0; i < count; i++) {
            sent.add(kafka.send(topic, "key-" + i, "{\\"number\\": " + i + "}"));
        }
        for (var each : sent) {
            each.get(60, TimeUnit.SECONDS); // Throws what the broker refused.
        }
        System.out.println(count + " records acknowledged");
    }
}
`

const consume = `package example;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.stereotype.Component;

/** Reads records in a consumer group and commits what it has read: --consume=COUNT (at least), or --consume until Ctrl-C. */
@Component
class Consume implements ApplicationRunner {
    private final KafkaListenerEndpointRegistry listeners;
    private final AtomicLong read = new AtomicLong();
    private CountDownLatch left = new CountDownLatch(Integer.MAX_VALUE);

    Consume(KafkaListenerEndpointRegistry listeners) {
        this.listeners = listeners;
    }

    @KafkaListener(topics = "\${example.topic}")
    void handle(ConsumerRecord<String, String> record) {
        System.out.printf("%d:%d %s %s%n", record.partition(), record.offset(), record.key(), record.value());
        read.incrementAndGet();
        left.countDown();
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        if (!arguments.containsOption("consume")) {
            return;
        }
        var values = arguments.getOptionValues("consume");
        if (!values.isEmpty()) {
            left = new CountDownLatch(Integer.parseInt(values.get(0)));
        }
        listeners.start();
        left.await();
        listeners.stop(); // Commits, and leaves the group.
        System.out.println(read.get() + " records read");
    }
}
`
