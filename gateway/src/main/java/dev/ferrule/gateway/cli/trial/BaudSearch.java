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
   * @param finding what it is
   * @param heard what it was found in
   */
  public record Found(int baud, Finding finding, Recording heard) {}

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
      Optional<Finding> finding = Finding.of(heard).filter(Finding::isSure);
      told.accept(
          "at "
              + baud
              + " baud: "
              + heard.size()
              + " bytes, "
              + finding.map(Finding::words).orElse("which make no sense"));
      if (finding.isPresent()) {
        return Optional.of(new Found(baud, finding.get(), heard));
      }
    }
    return Optional.empty();
  }
}
