package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a board to say who it is. Asks at once and every 5 s; after 5 s without the right
 * answer the device is refused when anything else was said, silent when nothing was. The right
 * answer counts whenever it comes.
 *
 * <p>Owner: the driver.
 */
final class Identification {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SHOWN = 60;

  private final ExpectedBanner expected;
  private final Pattern pattern;
  private final Loop loop;
  private final DeviceEvents events;

  // per connection
  private boolean known;
  private String heard = "";
  private Optional<DeviceState> told = Optional.empty();
  private ByteLink.@Nullable Output out;
  private Loop.@Nullable Timer timer;

  Identification(ExpectedBanner expected, Loop loop, DeviceEvents events) {
    this.expected = expected;
    this.pattern = Pattern.compile(expected.match());
    this.loop = loop;
    this.events = events;
  }

  /** The link is open, and whoever is there is unknown. */
  void begin(ByteLink.Output output) {
    known = false;
    heard = "";
    told = Optional.empty();
    out = output;
    ask();
  }

  /** The link is gone. */
  void end() {
    known = false;
    out = null;
    Loop.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
  }

  boolean isKnown() {
    return known;
  }

  /** Looks at a frame; true when it is the one that makes the board known. */
  boolean recognizes(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, UTF_8);
    if (!pattern.matcher(text).find()) {
      heard = text.strip();
      return false;
    }
    ByteLink.Output kept = out;
    end();
    out = kept;
    known = true;
    return true;
  }

  private void ask() {
    ByteLink.Output open = out;
    if (open != null) {
      byte[] question = expected.ask().orElse("").getBytes(UTF_8);
      open.write(question, 0, question.length); // when there is no room, the next one will do
      timer = loop.after(PATIENCE, this::look);
    }
  }

  private void look() {
    DeviceState state = state();
    if (!told.equals(Optional.of(state))) {
      told = Optional.of(state);
      events.state(state);
    }
    ask();
  }

  private DeviceState state() {
    if (heard.isEmpty()) {
      return new DeviceState.Silent("the board does not say who it is");
    }
    return told.filter(DeviceState.Refused.class::isInstance)
        .orElseGet(
            () ->
                DeviceState.Refused.wrongDevice(
                    "one that says " + expected.match(), "heard \"" + shown() + "\""));
  }

  private String shown() {
    String plain = heard.replaceAll("\\p{Cntrl}", "·");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
