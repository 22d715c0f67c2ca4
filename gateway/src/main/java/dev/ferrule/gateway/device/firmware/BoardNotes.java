package dev.ferrule.gateway.device.firmware;

import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.protocol.dictionary.Dictionary;
import dev.ferrule.protocol.link.BootId;
import dev.ferrule.protocol.link.LinkMessage;
import dev.ferrule.protocol.link.LinkMessage.Hello;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What an operator should be able to find of a board beside its readings: who it is, that it
 * restarted, what it logs.
 *
 * <p>Owner: the driver.
 */
final class BoardNotes {

  private final DeviceEvents events;
  private long restarts;
  private @Nullable BootId last;

  BoardNotes(DeviceEvents events) {
    this.events = events;
  }

  /** A board answered; says so when it is not the same boot as before. */
  void greeted(Hello hello) {
    BootId before = last;
    BootId now = hello.bootId();
    last = now;
    if (before == null || before.equals(now)) {
      return;
    }
    if (now.uid().equals(before.uid()) && now.firmware().equals(before.firmware())) {
      restarts++;
      String why = ResetCause.words(hello.resetCause());
      events.note(Level.WARNING, "the board restarted (" + why + ")");
    } else {
      events.note(Level.WARNING, "another board answers", ExpectedBoard.words(hello));
    }
  }

  /** Its dictionary is another than before. */
  void described(Hello hello, Dictionary dictionary) {
    String model = dictionary.model();
    events.note(Level.INFO, ExpectedBoard.words(hello) + (model.isBlank() ? "" : ", " + model));
  }

  /** A line of its log. */
  void log(LinkMessage.Log log) {
    Level level =
        switch (log.level()) {
          case 0 -> Level.DEBUG;
          case 1 -> Level.INFO;
          case 2 -> Level.WARNING;
          default -> Level.ERROR;
        };
    events.note(level, "board", log.text());
  }

  /** It does not know what the gateway sent. */
  void unsupported(int type) {
    events.note(Level.WARNING, "the board does not know messages of type " + type);
  }

  /** What is sent comes back. */
  void echoed() {
    events.note(Level.WARNING, "the adapter echoes what is sent; the echoes are left out");
  }

  /** It had let go of its outputs. */
  void rearmed() {
    events.note(Level.WARNING, "the board's outputs were at their safe values; rearmed");
  }

  /** Restarts of the board that were noticed. */
  long restarts() {
    return restarts;
  }
}
