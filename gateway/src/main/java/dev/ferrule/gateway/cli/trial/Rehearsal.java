package dev.ferrule.gateway.cli.trial;

import dev.ferrule.gateway.config.ConfigurationFile;
import dev.ferrule.gateway.config.Loaded;
import dev.ferrule.gateway.config.device.DriverSettings;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.text.TextChannel;
import dev.ferrule.gateway.device.text.TextDriver;
import dev.ferrule.gateway.device.text.TextSettings;
import dev.ferrule.gateway.device.text.fields.FieldReader;
import dev.ferrule.gateway.device.text.fields.FieldSink;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.FrameSink;
import dev.ferrule.gateway.device.text.framing.FrameText;
import dev.ferrule.gateway.device.text.framing.Framer;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.device.text.trial.Recording;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.ReadingBatch;
import dev.ferrule.gateway.wording.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a proposed configuration over what was heard, by the driver that a gateway would run, and
 * tells each frame in a line: accepted with its values, or refused and why. So what {@code ferrule
 * try} shows is what {@code ferrule run} will. Owner: one thread.
 */
public final class Rehearsal implements FrameSink, DeviceEvents {

  /** Where nobody knows when the port was opened, this is long before the first byte. */
  private static final long LONG_BEFORE = Duration.ofSeconds(1).toNanos();

  private final List<TextChannel> channels;
  private final ReplayLoop loop;
  private final TextDriver driver;
  private final Framer framer;
  private final FieldReader reader;
  private final Consumer<String> to;

  /** The frame that the last byte ended; empty when it ended none. */
  private String frame = "";

  private String misfit = "";
  private final StringBuilder values = new StringBuilder();
  private long accepted;
  private long refused;

  private Rehearsal(TextSettings settings, long start, Consumer<String> to) {
    this.channels = settings.channels();
    this.loop = new ReplayLoop(start);
    this.driver = new TextDriver("board", settings, loop, this);
    this.framer = Framer.of(settings.framing());
    this.reader =
        FieldReader.of(settings.format(), channels.stream().map(TextChannel::field).toList());
    this.to = to;
  }

  /**
   * Runs a configuration of one text board.
   *
   * @param to takes a line for each frame
   * @return how many there were, in words; empty when the configuration is wrong
   */
  public static Optional<String> of(String yaml, Recording heard, Consumer<String> to) {
    if (ConfigurationFile.parse(yaml) instanceof Loaded.Valid(var configuration)
        && configuration.devices().getFirst().driver()
            instanceof DriverSettings.Text(TextSettings settings)) {
      long start = heard.startNanos() - (heard.isFromOpening() ? 0 : LONG_BEFORE);
      return Optional.of(new Rehearsal(settings, start, to).run(heard));
    }
    return Optional.empty();
  }

  private String run(Recording heard) {
    driver.start();
    driver.linkUp(new Nowhere());
    heard.replay(this::hear);
    loop.advance(loop.nanoTime() + LONG_BEFORE + framer.gap().map(Duration::toNanos).orElse(0L));
    framer.idle(this);
    tell();
    driver.close();
    return accepted + " frames accepted, " + refused + " refused";
  }

  /** One byte after the other, so that the values of each frame are known. */
  private void hear(byte[] bytes, int offset, int length, long nanoTime) {
    for (int i = offset; i < offset + length; i++) {
      loop.advance(nanoTime);
      framer.feed(bytes, i, 1, nanoTime, this);
      driver.received(bytes, i, 1, nanoTime);
      tell();
    }
  }

  private void tell() {
    if (frame.isEmpty()) {
      return;
    }
    if (values.isEmpty()) {
      refused++;
      to.accept("refused   " + frame + "  " + misfit);
    } else {
      accepted++;
      to.accept("accepted  " + frame + "  ->" + values);
    }
    frame = "";
    values.setLength(0);
  }

  @Override
  public void frame(byte[] bytes, int from, int end) {
    frame = FrameText.of(bytes, from, end);
    Misfit why = reader.read(bytes, from, end, false, new Nothing());
    misfit = why == Misfit.NONE ? "its start may be missing" : why.text();
  }

  @Override
  public void refused(Refusal reason, byte[] bytes, int from, int end) {
    frame = FrameText.of(bytes, from, end);
    misfit = reason.text();
  }

  @Override
  public void readings(ReadingBatch batch) {
    for (int column = 0; column < batch.channels(); column++) {
      for (int row = 0; row < batch.rows(); row++) {
        double value = batch.valueAt(column, row);
        values
            .append(' ')
            .append(channels.get(batch.firstChannel() + column).key())
            .append('=')
            .append(Double.isNaN(value) ? "(no number)" : Numbers.text(value));
      }
    }
  }

  @Override
  public void state(DeviceState state) {}

  @Override
  public void channels(List<Channel> known) {}

  @Override
  public void command(String id, CommandProgress progress) {}

  @Override
  public void note(System.Logger.Level level, String text) {}

  /** Takes what a driver writes, which is nothing for channels that are only read. */
  private static final class Nowhere implements ByteLink.Output {
    @Override
    public boolean write(byte[] bytes, int offset, int length) {
      return true;
    }

    @Override
    public long transmissionNanos(int bytes) {
      return 0;
    }
  }

  /** Takes no value. */
  private static final class Nothing implements FieldSink {
    @Override
    public void text(int field, byte[] bytes, int from, int end) {}

    @Override
    public void number(int field, double value) {}

    @Override
    public void undeclared(byte[] bytes, int from, int end) {}
  }
}
