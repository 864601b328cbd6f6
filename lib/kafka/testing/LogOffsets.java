import java.io.File;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.record.Record;

/** Says every offset at which a record or a marker stands in the files of a log, a line for each file. */
public class LogOffsets {
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      StringBuilder offsets = new StringBuilder();
      try (FileRecords log = FileRecords.open(new File(file))) {
        for (Record record : log.records()) offsets.append(record.offset()).append(' ');
      }
      System.out.println(offsets.toString().trim());
    }
  }
}
