package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.device.SafeOutputs;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a text board, each followed to its one last word.
 *
 * <p>A command is written at most once. The board cannot be asked later what became of it, so a
 * link that breaks while an acknowledgement is due leaves it lost. Of an output without an
 * acknowledgement the last word is that the line was sent, and it is told when nothing can be on
 * its way any more that the board said before. Owner: the driver.
 */
final class TextCommands {

  /** Least time that a board gets to acknowledge, even when the time to live is shorter. */
  private static final Duration LEAST_ACKNOWLEDGEMENT_TIME = Duration.ofSeconds(1);

  /** How long bytes may be between a board and the loop: USB adapters hold 16 ms each way. */
  private static final Duration ON_THE_WAY = Duration.ofMillis(40);

  private final Loop loop;
  private final DeviceEvents events;
  private final List<Optional<TextWriter>> writers;
  private final Optional<byte[]> question;
  private final Runnable stuck;
  private final CommandLines lines;
  private final Unproved unproved;

  // per connection
  private final Map<String, Order> acknowledgementsDue = new LinkedHashMap<>();
  private ByteLink.@Nullable Output out;

  /** The longest frame of the board, in bytes: one may be half over when a command arrives. */
  private int longestFrame;

  private boolean stopping;

  /** {@code stuck} is run when the line does not carry what is written. */
  TextCommands(TextSettings settings, Loop loop, DeviceEvents events, Runnable stuck) {
    this.loop = loop;
    this.events = events;
    this.stuck = stuck;
    this.lines = new CommandLines(loop);
    this.unproved = new Unproved(loop);
    this.writers =
        settings.channels().stream()
            .map(c -> c.output().map(o -> new TextWriter(c, o, settings.framing())))
            .toList();
    this.question = settings.poll().map(p -> settings.framing().encode(p.write().getBytes(UTF_8)));
  }

  void linkUp(ByteLink.Output output) {
    out = output;
    unproved.clear();
    lines.open(output);
  }

  void linkDown(String reason) {
    out = null;
    lines.shut();
    loseAll(Reason.LINK_LOST, "the link broke before the board acknowledged: " + reason);
  }

  /**
   * Writes the safe value of every output that has one, all others first taken back; then tells
   * which of them the line did not carry or the board did not acknowledge.
   */
  void makeSafe(Duration limit, Consumer<List<String>> done) {
    stopping = true;
    lines.takeBack(_ -> true);
    List<TextWriter> safe =
        writers.stream().flatMap(Optional::stream).filter(w -> w.safe().isPresent()).toList();
    List<String> keys = safe.stream().map(TextWriter::key).toList();
    if (out == null) {
      done.accept(keys);
      return;
    }
    var outputs = new SafeOutputs(loop, limit, keys, done);
    safe.forEach(writer -> lines.add(safeValue(writer, outputs)));
  }

  private Order safeValue(TextWriter writer, SafeOutputs outputs) {
    int channel = writers.indexOf(Optional.of(writer));
    double value = writer.safe().orElseThrow();
    String key = writer.key();
    var command = new DeviceCommand("safe-" + key, channel, value, outputs.deadline(), true);
    return new Order(
        command,
        writer,
        progress -> {
          switch (progress) {
            case CommandProgress.Written _ -> {}
            case CommandProgress.Done _, CommandProgress.Sent _ -> outputs.settled(key, true);
            case CommandProgress.Refused _,
                CommandProgress.Expired _,
                CommandProgress.Failed _,
                CommandProgress.Lost _ ->
                outputs.settled(key, false);
          }
        });
  }

  /** Gives up what waits. */
  void close() {
    stopping = true;
    out = null;
    lines.shut();
    loseAll(Reason.GATEWAY_RESTART, "the gateway stopped before the board acknowledged");
  }

  private void loseAll(Reason reason, String text) {
    List.copyOf(acknowledgementsDue.values())
        .forEach(order -> order.end(new CommandProgress.Lost(reason, text)));
  }

  void send(DeviceCommand command) {
    Optional<TextWriter> writer =
        command.channel() >= 0 && command.channel() < writers.size()
            ? writers.get(command.channel())
            : Optional.empty();
    ByteLink.Output open = out;
    if (writer.isEmpty()) {
      refuse(command, Reason.READ_ONLY, "this channel cannot be set");
    } else if (open == null || stopping) {
      refuse(command, Reason.STALE, stopping ? "the gateway stops" : "the link is down");
    } else {
      send(new Order(command, writer.get(), p -> events.command(command.id(), p)), open);
    }
  }

  private void send(Order order, ByteLink.Output open) {
    DeviceCommand command = order.command;
    long left = command.deadline() - loop.nanoTime();
    if (left <= 0) {
      order.end(new CommandProgress.Expired());
    } else if (command.first()) {
      lines.takeBack(line -> line.channel() == command.channel());
      lines.add(order);
    } else if (left < lines.busyNanos() + open.transmissionNanos(order.bytes.length)) {
      refuse(command, Reason.BUSY, "the line is busy with what was written before");
    } else if (order.writer.isShown() && unproved.isFull()) {
      refuse(command, Reason.BUSY, "the board shows nothing of what was sent before");
    } else {
      lines.add(order);
    }
  }

  /** Asks the board for its values, if it is to be asked and the line is not busy. */
  void ask() {
    ByteLink.Output open = out;
    if (question.isPresent() && open != null && lines.isIdle()) {
      byte[] bytes = question.get();
      if (open.write(bytes, 0, bytes.length)) {
        lines.wrote(open.transmissionNanos(bytes.length));
      }
    }
  }

  /** Whether an answer is awaited: what was read until now is from before it. */
  boolean awaitsAnswer() {
    return !acknowledgementsDue.isEmpty();
  }

  /** A frame came. */
  void heard(int length) {
    longestFrame = Math.max(longestFrame, length);
  }

  /** The board shows a value. */
  void shown(int channel, double value) {
    if (!unproved.isEmpty()) {
      writers.get(channel).ifPresent(writer -> unproved.shown(channel, value, writer));
    }
  }

  /**
   * Looks whether a frame answers a command: acknowledges the oldest one that fits, or refuses.
   *
   * @return whether it did
   */
  boolean answer(byte[] bytes, int from, int to) {
    if (acknowledgementsDue.isEmpty()) {
      return false;
    }
    String line = new String(bytes, from, to - from, UTF_8);
    for (Order waiting : new ArrayList<>(acknowledgementsDue.values())) {
      OptionalDouble value = waiting.writer.acknowledged(line, waiting.command.value());
      if (value.isPresent()) {
        shown(waiting.channel(), waiting.command.value());
        waiting.end(new CommandProgress.Done(value.getAsDouble()));
        return true;
      }
    }
    return refuse(line);
  }

  /** A refusal does not say which command it is about: when several wait, nobody knows. */
  private boolean refuse(String line) {
    List<Order> refused =
        acknowledgementsDue.values().stream().filter(o -> o.writer.refused(line)).toList();
    String said = "the board said: " + line.strip();
    for (Order order : refused) {
      shown(order.channel(), order.command.value());
      order.end(
          refused.size() == 1
              ? new CommandProgress.Failed(Reason.DEVICE_FAILED, said)
              : new CommandProgress.Lost(Reason.NO_ANSWER, said + ", to one of several commands"));
    }
    return !refused.isEmpty();
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    events.command(command.id(), new CommandProgress.Refused(reason, text));
  }

  /** One command on its way. */
  private final class Order implements CommandLines.Line {
    final DeviceCommand command;
    final TextWriter writer;
    final Consumer<CommandProgress> told;
    final byte[] bytes;
    private Loop.Timer timer = () -> {};
    private boolean over;

    Order(DeviceCommand command, TextWriter writer, Consumer<CommandProgress> told) {
      this.command = command;
      this.writer = writer;
      this.told = told;
      this.bytes = writer.line(command.value());
    }

    @Override
    public int channel() {
      return command.channel();
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean first() {
      return command.first();
    }

    @Override
    public long deadline() {
      return command.deadline();
    }

    @Override
    public void begun() {
      told.accept(new CommandProgress.Written());
      if (writer.isShown()) {
        unproved.add(channel(), command.value());
      }
      if (writer.isAcknowledged()) {
        acknowledgementsDue.put(command.id(), this);
      }
    }

    @Override
    public void carried() {
      long busy = lines.busyNanos();
      if (writer.isAcknowledged()) {
        long patience = stopping ? 0 : command.deadline() - loop.nanoTime();
        long wait = Math.max(patience, busy + LEAST_ACKNOWLEDGEMENT_TIME.toNanos());
        timer = loop.after(Duration.ofNanos(wait), this::giveUp);
        loop.after(Duration.ofNanos(busy), TextCommands.this::ask);
      } else {
        ByteLink.Output open = out;
        long frame = open == null ? 0 : open.transmissionNanos(longestFrame);
        timer = loop.after(Duration.ofNanos(busy + frame).plus(ON_THE_WAY), this::sent);
      }
    }

    private void sent() {
      end(new CommandProgress.Sent());
      ask();
    }

    private void giveUp() {
      end(new CommandProgress.Lost(Reason.NO_ANSWER, "the board did not acknowledge"));
    }

    @Override
    public void dropped() {
      end(new CommandProgress.Expired());
      stuck.run();
    }

    @Override
    public void refused() {
      end(
          new CommandProgress.Refused(
              out == null ? Reason.STALE : Reason.BUSY,
              out == null ? "the link is down" : "the line takes no more now"));
    }

    @Override
    public void torn() {
      end(
          new CommandProgress.Lost(
              out == null ? Reason.LINK_LOST : Reason.NO_ANSWER,
              out == null
                  ? "the link broke while it was sent"
                  : "the line did not carry it in its time"));
      if (out != null) {
        stuck.run();
      }
    }

    void end(CommandProgress progress) {
      if (!over) {
        over = true;
        timer.cancel();
        acknowledgementsDue.remove(command.id());
        told.accept(progress);
      }
    }
  }
}
