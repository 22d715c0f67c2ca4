package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.RestartableTimer;
import dev.ferrule.gateway.device.Standing;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.DeviceState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a board to say who it is. Asks at once and every 5 s; after 5 s without the right
 * answer the device is refused when anything else was said, silent when nothing was, as long as
 * that is so. The right answer counts whenever it comes.
 *
 * <p>Owner: the driver.
 */
final class BannerIdentification {

  private static final Duration ASK_PERIOD = Duration.ofSeconds(5);
  private static final int SHOWN = 60;

  private final ExpectedBanner expected;
  private final Pattern pattern;
  private final Standing standing;
  private final RestartableTimer timer;

  // per connection
  private boolean known;
  private String heard = "";

  /** How often in a row nothing was said. */
  private int quiet;

  private ByteLink.@Nullable Output out;

  BannerIdentification(ExpectedBanner expected, Loop loop, Standing standing) {
    this.expected = expected;
    this.pattern = Pattern.compile(expected.match());
    this.standing = standing;
    this.timer = new RestartableTimer(loop, this::judge);
  }

  /** The link is open, and whoever is there is unknown. */
  void begin(ByteLink.Output output) {
    known = false;
    heard = "";
    quiet = 0;
    out = output;
    ask();
  }

  /** The link is gone. */
  void end() {
    known = false;
    out = null;
    timer.cancel();
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
    timer.cancel();
    known = true;
    standing.identified();
    return true;
  }

  private void ask() {
    ByteLink.Output open = out;
    if (open != null) {
      byte[] question = expected.ask().orElse("").getBytes(UTF_8);
      open.write(question, 0, question.length); // when there is no room, the next one will do
      timer.in(ASK_PERIOD);
    }
  }

  private void judge() {
    quiet = heard.isEmpty() ? quiet + 1 : 0;
    if (!heard.isEmpty() && !standing.isRefused()) {
      standing.refused(
          DeviceState.Refused.wrongDevice(
                  "one that says " + expected.match(), "heard \"" + shown() + "\"")
              .reason());
    } else if (quiet > 1 || (quiet == 1 && !standing.isRefused())) {
      standing.fellSilent("the board does not say who it is");
    }
    heard = "";
    ask();
  }

  private String shown() {
    String plain = heard.replaceAll("\\p{Cntrl}", "·");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
