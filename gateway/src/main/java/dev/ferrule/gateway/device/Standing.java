package dev.ferrule.gateway.device;

import dev.ferrule.gateway.model.DeviceState;
import java.util.Optional;

/**
 * How a device stands with its driver, and what was told of it: each change once.
 *
 * <pre>
 *           opened                 cameUp, fellSilent, refused
 *   down ──────────▶ connecting ───────────────────────────────▶ up, silent, refused
 *    ▲                   ▲                                         │  and from one
 *    │ closed            └────── startedOver, heard, identified ───┘  to another
 *    └─── from all
 * </pre>
 *
 * <p>Of a device that is down nothing else is told: what an answer says that comes after the link
 * broke is dropped.
 *
 * <p>Owner: the driver, on the loop where it reports.
 */
public final class Standing {

  private final DeviceEvents events;
  private DeviceState now = new DeviceState.Down("not opened yet");
  private Optional<DeviceState> told = Optional.empty();

  /** A device that is down, of which nothing was told yet; changes are told to {@code events}. */
  public Standing(DeviceEvents events) {
    this.events = events;
  }

  /** The link is open; who is there will turn out. */
  public void opened() {
    become(new DeviceState.Connecting());
  }

  /** The link is open, and nobody has to say who it is. */
  public void openedUp() {
    become(new DeviceState.Up());
  }

  /** Who is there must turn out again. */
  public void startedOver() {
    becomeIfOpen(new DeviceState.Connecting());
  }

  /** Readings come and commands are taken. Costs nothing when it is up already. */
  public void cameUp() {
    if (!isUp()) {
      becomeIfOpen(new DeviceState.Up());
    }
  }

  /** Nothing valid came for longer than allowed. */
  public void fellSilent(String why) {
    becomeIfOpen(new DeviceState.Silent(why));
  }

  /** Somebody answers whom the gateway will not use. */
  public void refused(String why) {
    becomeIfOpen(new DeviceState.Refused(why));
  }

  /** A silent device said something. Not told: what it said decides how it stands. */
  public void heard() {
    if (isSilent()) {
      now = new DeviceState.Connecting();
    }
  }

  /** The right device said who it is. Not told: it is up with its first reading. */
  public void identified() {
    if (isSilent() || isRefused()) {
      now = new DeviceState.Connecting();
    }
  }

  /** The link is gone, or could not be opened. */
  public void closed(String why) {
    become(new DeviceState.Down(why));
  }

  /** The gateway lets go of the device. Not told: nobody is there to hear it. */
  public void abandoned() {
    now = new DeviceState.Down("the gateway stops");
  }

  /** Whether the link is open. */
  public boolean isOpen() {
    return !(now instanceof DeviceState.Down);
  }

  /** Whether readings come. */
  public boolean isUp() {
    return now instanceof DeviceState.Up;
  }

  /** Whether nothing has come for too long, and nothing since. */
  public boolean isSilent() {
    return now instanceof DeviceState.Silent;
  }

  /** Whether the gateway will not use who is there. */
  public boolean isRefused() {
    return now instanceof DeviceState.Refused;
  }

  private void becomeIfOpen(DeviceState next) {
    if (isOpen()) {
      become(next);
    }
  }

  private void become(DeviceState next) {
    now = next;
    if (!told.equals(Optional.of(next))) {
      told = Optional.of(next);
      events.state(next);
    }
  }
}
