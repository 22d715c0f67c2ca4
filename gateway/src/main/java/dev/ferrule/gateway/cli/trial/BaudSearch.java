package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.device.text.trial.Recording;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Listens at the usual rates until something makes sense. */
public final class BaudSearch {

  /** The rates of most devices, the most usual first. */
  static final List<Integer> USUAL = List.of(9600, 115_200, 57_600, 38_400, 19_200, 4800, 230_400);

  /** Hears a line at a rate. */
  public interface Line {
    /** What comes at {@code baud} in a moment; nothing when the port cannot be heard. */
    Recording hear(int baud) throws InterruptedException;
  }

  /**
   * A rate at which something makes sense.
   *
   * @param baud bits a second
   * @param verdict what it is
   * @param bytes that were heard
   */
  public record Found(int baud, Verdict verdict, int bytes) {}

  private BaudSearch() {}

  /**
   * The first usual rate at which what is heard surely makes sense.
   *
   * @param tried a rate that need not be tried again
   * @param told hears of each try
   */
  public static Optional<Found> search(int tried, Line line, Consumer<String> told)
      throws InterruptedException {
    for (int baud : USUAL) {
      if (baud == tried) {
        continue;
      }
      Recording heard = line.hear(baud);
      Verdict verdict = Verdict.of(heard);
      told.accept(
          "at "
              + baud
              + " baud: "
              + heard.size()
              + " bytes, "
              + (verdict.isSure() ? verdict.words() : "which make no sense"));
      if (verdict.isSure()) {
        return Optional.of(new Found(baud, verdict, heard.size()));
      }
    }
    return Optional.empty();
  }
}
