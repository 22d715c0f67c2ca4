package dev.ferrule.sim;

import java.io.IOException;

/** The process that started this one and holds its standard input open. */
final class ParentProcess {

  private ParentProcess() {}

  /** Calls {@code gone} once, on a thread of its own, when standard input ends. */
  static void watch(Runnable gone) {
    Thread.ofPlatform()
        .daemon()
        .name("ferrule-sim-parent")
        .start(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Only the end is of interest.
                }
              } catch (IOException e) {
                // An input that cannot be read has ended.
              }
              gone.run();
            });
  }
}
