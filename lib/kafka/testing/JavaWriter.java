import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what java-writer.ts says, as the Java client batches and compresses it. Argument: the bootstrap server. */
final class JavaWriter {
  private static final int RECORDS = 1_000;
  private static final int HUGE_BATCH = 200_000;

  private static KafkaProducer<byte[], byte[]> producer(String servers, String codec) {
    Map<String, Object> config = Map.of(
        "bootstrap.servers", servers,
        "compression.type", codec,
        // One batch for all that is sent before flush().
        "batch.size", 32 * 1024 * 1024,
        "linger.ms", 60_000,
        "buffer.memory", 96L * 1024 * 1024,
        "max.request.size", 32 * 1024 * 1024);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] arguments) {
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      try (var producer = producer(arguments[0], codec)) {
        for (int i = 0; i < RECORDS; i++) {
          byte[] value = i % 7 == 0 ? null : bytes(("value " + i + " ").repeat(i % 50));
          var header = new RecordHeader("n", bytes(String.valueOf(i)));
          producer.send(new ProducerRecord<>("java-" + codec, 0, 1_700_000_000_000L + i, bytes("k" + i), value, List.of(header)));
        }
        producer.flush();
      }
    }
    try (var producer = producer(arguments[0], "lz4")) {
      for (int i = 0; i < HUGE_BATCH; i++) producer.send(new ProducerRecord<>("java-huge", 0, null, bytes("v" + i)));
      producer.flush();
    }
  }
}
