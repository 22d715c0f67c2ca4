package dev.ferrule.gateway.device.text.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ferrule.gateway.device.text.fields.FieldReader;
import dev.ferrule.gateway.device.text.fields.FieldSink;
import dev.ferrule.gateway.device.text.fields.Misfit;
import dev.ferrule.gateway.device.text.framing.FrameSink;
import dev.ferrule.gateway.device.text.framing.FrameText;
import dev.ferrule.gateway.device.text.framing.Framer;
import dev.ferrule.gateway.device.text.framing.Framing;
import dev.ferrule.gateway.device.text.framing.Refusal;
import dev.ferrule.gateway.wording.Numbers;
import java.util.List;
import java.util.function.Consumer;

/** Tells each frame in a line: accepted with its values, or refused and why. Owner: one thread. */
public final class Listing implements FrameSink, FieldSink {

  private final FieldReader reader;
  private final List<String> names;
  private final Framer framer;
  private final Consumer<String> to;
  private final StringBuilder values = new StringBuilder();
  private long accepted;
  private long refused;

  /** A listing of what a proposal makes of further bytes. */
  public Listing(Proposal proposal, Consumer<String> to) {
    this.names = proposal.channels().stream().map(Proposal.Field::field).toList();
    this.reader = FieldReader.of(proposal.format(), names);
    this.framer = Framer.of(proposal.framing());
    this.to = to;
  }

  /** Lists everything that was heard. */
  public void list(Recording heard, Framing framing) {
    heard.replay(framing, this);
  }

  /** Lists what comes next. */
  public void list(Recording.Piece piece) {
    piece.feed(framer, this);
  }

  @Override
  public void frame(byte[] bytes, int from, int end) {
    values.setLength(0);
    Misfit misfit = reader.read(bytes, from, end, false, this);
    if (misfit == Misfit.NONE) {
      accepted++;
      to.accept("accepted  " + FrameText.of(bytes, from, end) + "  ->" + values);
    } else {
      refuse(misfit.text(), bytes, from, end);
    }
  }

  @Override
  public void refused(Refusal reason, byte[] bytes, int from, int end) {
    refuse(reason.text(), bytes, from, end);
  }

  private void refuse(String reason, byte[] bytes, int from, int end) {
    refused++;
    to.accept("refused   " + FrameText.of(bytes, from, end) + "  " + reason);
  }

  @Override
  public void text(int field, byte[] bytes, int from, int end) {
    values.append(' ').append(names.get(field)).append('=');
    values.append(new String(bytes, from, Math.min(end - from, 32), ISO_8859_1));
    if (!Values.isValue(new String(bytes, from, end - from, ISO_8859_1))) {
      values.append(" (no number)");
    }
  }

  @Override
  public void number(int field, double value) {
    values.append(' ').append(names.get(field)).append('=');
    values.append(Numbers.plain(value));
  }

  @Override
  public void undeclared(byte[] bytes, int from, int end) {}

  /** Frames so far, in words. */
  public String summary() {
    return accepted + " frames accepted, " + refused + " refused";
  }
}
