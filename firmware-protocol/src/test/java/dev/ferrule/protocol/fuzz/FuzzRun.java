package dev.ferrule.protocol.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import dev.ferrule.protocol.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs one target in Jazzer, from its corpus on. Ends the process; a finding is written to {@code
 * target/fuzz} and makes the exit code 77.
 */
public final class FuzzRun {
  private FuzzRun() {}

  /**
   * Starts the fuzzer.
   *
   * @param args {@code link} or {@code stream}, and for how many seconds
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean link = args[0].equals("link");
    List<Bytes> inputs = link ? FuzzCorpus.link() : FuzzCorpus.stream();
    Path directory = Path.of("target/fuzz");
    Path found = Files.createDirectories(directory.resolve(args[0]));
    Path seeds = directory.resolve(args[0] + "-seeds");
    FuzzCorpus.write(inputs, seeds);
    Jazzer.main(
        new String[] {
          "--target_class=" + (link ? LinkFuzz.class : StreamFuzz.class).getName(),
          "--instrumentation_includes=dev.ferrule.protocol.**",
          "--reproducer_path=" + directory,
          "-artifact_prefix=" + directory + "/",
          "-max_total_time=" + Integer.parseInt(args[1]),
          "-max_len=2000",
          "-print_final_stats=1",
          found.toString(),
          seeds.toString()
        });
  }
}
