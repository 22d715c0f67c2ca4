package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Mailbox;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.List;

/**
 * Where one driver reports: the crossing from the loop of its link to the core loop.
 *
 * <p>Any one thread at a time. Overflow: see {@link Mailbox}.
 */
public final class DeviceFeed implements DeviceEvents {

  private final Loop core;
  private final Registry registry;
  private final String device;
  private final CommandSink commands;
  private final Mailbox mailbox;
  private final System.Logger log;

  DeviceFeed(Loop core, Registry registry, String device, CommandSink commands) {
    this.core = core;
    this.registry = registry;
    this.device = device;
    this.commands = commands;
    this.mailbox = new Mailbox(core, batch -> registry.readings(device, batch), registry::merged);
    this.log = System.getLogger("dev.ferrule.device." + device);
  }

  @Override
  public void state(DeviceState state) {
    String reason = state.reason().isEmpty() ? "" : ": " + state.reason();
    log.log(level(state), "{0} is {1}{2}", device, state.word(), reason);
    mailbox.post(() -> registry.state(device, state));
  }

  /** What a person must set right is an error; a device that is missing is a warning. */
  private static System.Logger.Level level(DeviceState state) {
    return switch (state) {
      case DeviceState.Refused _ -> System.Logger.Level.ERROR;
      case DeviceState.Down _, DeviceState.Silent _ -> System.Logger.Level.WARNING;
      case DeviceState.Connecting _, DeviceState.Up _ -> System.Logger.Level.INFO;
    };
  }

  @Override
  public void channels(List<Channel> channels) {
    mailbox.post(() -> registry.channels(device, channels));
  }

  @Override
  public void readings(ReadingBatch batch) {
    mailbox.post(batch.base().isKnown() ? batch : batch.with(core.timeBase()));
  }

  @Override
  public void counts(LinkCounts counts) {
    mailbox.post(() -> registry.counts(device, counts));
  }

  @Override
  public void command(String id, CommandProgress progress) {
    mailbox.post(() -> commands.command(id, progress));
  }

  @Override
  public void note(System.Logger.Level level, String text) {
    log.log(level, text);
  }

  @Override
  public void note(System.Logger.Level level, String what, String detail) {
    log.log(level, pattern(what) + ": {0}", detail);
  }

  /** With parameters behind it an apostrophe would quote them. */
  private static String pattern(String what) {
    return what.replace("'", "''");
  }
}
