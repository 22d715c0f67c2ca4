package dev.ferrule.gateway.device.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceCommand;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.model.CommandState.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Commands to a text board, each followed to its one last word.
 *
 * <p>A command is written at most once. The board cannot be asked later what became of it, so a
 * link that breaks while an acknowledgement is due leaves it lost. Owner: the driver.
 */
final class TextCommands {

  /** Least time that a board gets to acknowledge, even when the time to live is shorter. */
  private static final Duration LEAST_ACKNOWLEDGEMENT_TIME = Duration.ofSeconds(1);

  private final Loop loop;
  private final DeviceEvents events;
  private final List<Optional<TextWriter>> writers;
  private final Optional<byte[]> question;

  // per connection
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private ByteLink.@Nullable Output out;

  /**
   * When the line will have carried what was written to it; bytes must not queue past a deadline.
   */
  private long lineBusyUntil;

  private record Pending(DeviceCommand command, TextWriter writer, Loop.Timer timer) {}

  TextCommands(TextSettings settings, Loop loop, DeviceEvents events) {
    this.loop = loop;
    this.events = events;
    this.writers =
        settings.channels().stream()
            .map(c -> c.output().map(o -> new TextWriter(c, o, settings.framing())))
            .toList();
    this.question = settings.poll().map(p -> settings.framing().encode(p.write().getBytes(UTF_8)));
  }

  void linkUp(ByteLink.Output output) {
    out = output;
    lineBusyUntil = loop.nanoTime();
  }

  void linkDown(String reason) {
    out = null;
    loseAll(Reason.LINK_LOST, "the link broke before the board acknowledged: " + reason);
  }

  /** Writes the safe value of every output and gives up what waits. */
  void close() {
    ByteLink.Output open = out;
    if (open != null) {
      for (Optional<TextWriter> writer : writers) {
        writer.map(TextWriter::safeLine).ifPresent(line -> open.write(line, 0, line.length));
      }
    }
    out = null;
    loseAll(Reason.GATEWAY_RESTART, "the gateway stopped before the board acknowledged");
  }

  private void loseAll(Reason reason, String text) {
    List<Pending> all = List.copyOf(pending.values());
    all.forEach(p -> end(p, new CommandProgress.Lost(reason, text)));
  }

  void send(DeviceCommand command) {
    Optional<TextWriter> writer =
        command.channel() >= 0 && command.channel() < writers.size()
            ? writers.get(command.channel())
            : Optional.empty();
    ByteLink.Output open = out;
    if (writer.isEmpty()) {
      refuse(command, Reason.READ_ONLY, "this channel cannot be set");
    } else if (open == null) {
      refuse(command, Reason.STALE, "the link is down");
    } else {
      write(command, writer.get(), open);
    }
  }

  private void write(DeviceCommand command, TextWriter writer, ByteLink.Output open) {
    byte[] line = writer.line(command.value());
    long now = loop.nanoTime();
    long busy = Math.max(lineBusyUntil - now, 0) + open.transmissionNanos(line.length);
    if (command.deadline() - now <= 0) {
      events.command(command.id(), new CommandProgress.Expired());
    } else if (command.deadline() - now < busy || !open.write(line, 0, line.length)) {
      refuse(command, Reason.BUSY, "the line is busy with what was written before");
    } else {
      lineBusyUntil = now + busy;
      events.command(command.id(), new CommandProgress.Written());
      follow(command, writer, now + busy);
    }
  }

  private void follow(DeviceCommand command, TextWriter writer, long writtenAt) {
    if (!writer.isAcknowledged()) {
      events.command(command.id(), new CommandProgress.Done(command.value()));
      return;
    }
    long wait =
        Math.max(command.deadline(), writtenAt + LEAST_ACKNOWLEDGEMENT_TIME.toNanos())
            - loop.nanoTime();
    Loop.Timer timer = loop.after(Duration.ofNanos(wait), () -> giveUp(command.id()));
    pending.put(command.id(), new Pending(command, writer, timer));
  }

  private void giveUp(String id) {
    Pending waiting = pending.get(id);
    if (waiting != null) {
      end(waiting, new CommandProgress.Lost(Reason.NO_ANSWER, "the board did not acknowledge"));
    }
  }

  /** Asks the board for its values, if it is to be asked and the line is not busy. */
  void ask() {
    ByteLink.Output open = out;
    long now = loop.nanoTime();
    if (question.isPresent() && open != null && lineBusyUntil - now <= 0) {
      byte[] bytes = question.get();
      if (open.write(bytes, 0, bytes.length)) {
        lineBusyUntil = now + open.transmissionNanos(bytes.length);
      }
    }
  }

  /**
   * Looks whether a frame answers a command; the oldest one that fits.
   *
   * @return whether it did
   */
  boolean answer(byte[] bytes, int from, int to) {
    if (pending.isEmpty()) {
      return false;
    }
    String line = new String(bytes, from, to - from, UTF_8);
    Iterator<Pending> oldestFirst = new ArrayList<>(pending.values()).iterator();
    while (oldestFirst.hasNext()) {
      Pending waiting = oldestFirst.next();
      OptionalDouble value = waiting.writer().acknowledged(line, waiting.command().value());
      if (value.isPresent()) {
        end(waiting, new CommandProgress.Done(value.getAsDouble()));
        return true;
      }
      if (waiting.writer().refused(line)) {
        String said = "the board said: " + line.strip();
        end(waiting, new CommandProgress.Failed(Reason.DEVICE_FAILED, said));
        return true;
      }
    }
    return false;
  }

  private void end(Pending waiting, CommandProgress progress) {
    waiting.timer().cancel();
    pending.remove(waiting.command().id());
    events.command(waiting.command().id(), progress);
  }

  private void refuse(DeviceCommand command, Reason reason, String text) {
    events.command(command.id(), new CommandProgress.Refused(reason, text));
  }
}
