/** propertiesClient does with a `client.properties` what Kafka's console tools do: it loads the file and adds its own. */
export const propertiesClient = `
import java.io.FileInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class PropertiesClient {
    public static void main(String[] args) throws Exception {
        var settings = new Properties();
        try (var file = new FileInputStream("client.properties")) {
            settings.load(file);
        }
        String topic = args[1];
        int count = Integer.parseInt(args[3]);
        if (args[0].equals("produce")) {
            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                for (int i = 0; i < count; i++) {
                    producer.send(new ProducerRecord<>(topic, "key-" + i, "{\\"number\\": " + i + "}")).get();
                }
            }
            System.out.println(count + " records acknowledged");
            return;
        }
        settings.put("group.id", args[2]);
        settings.put("auto.offset.reset", "earliest");
        int read = 0;
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (read < count) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(record.value());
                    read++;
                }
            }
        }
        System.out.println(read + " records read");
    }
}
`
