import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Consumes a topic in a group of the protocol named (classic or consumer), says how much it has read, until ended. */
public class JavaConsumer {
  public static void main(String[] arguments) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("group.id", arguments[1]);
    settings.put("group.protocol", arguments[3]);
    settings.put("client.id", "java-consumer");
    settings.put("auto.offset.reset", "earliest");
    settings.put("auto.commit.interval.ms", "200");
    long read = 0;
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(arguments[2]));
      while (true) {
        int found = consumer.poll(Duration.ofMillis(200)).count();
        read += found;
        if (found > 0) System.out.println("read " + read);
      }
    }
  }
}
