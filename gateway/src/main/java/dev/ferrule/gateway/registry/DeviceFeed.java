package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.device.CommandProgress;
import dev.ferrule.gateway.device.DeviceEvents;
import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.DeviceState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.Loop;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.List;

/**
 * Where one driver reports: the crossing from the loop of its link to the core loop.
 *
 * <p>Any one thread at a time. Overflow: see {@link Mailbox}.
 */
public final class DeviceFeed implements DeviceEvents {

  private final Registry registry;
  private final String device;
  private final CommandSink commands;
  private final Mailbox mailbox;
  private final System.Logger log;

  DeviceFeed(Loop core, Registry registry, String device, CommandSink commands) {
    this.registry = registry;
    this.device = device;
    this.commands = commands;
    this.mailbox = new Mailbox(core, batch -> registry.readings(device, batch), registry::merged);
    this.log = System.getLogger("dev.ferrule.device." + device);
  }

  @Override
  public void state(DeviceState state) {
    String reason = state.reason().isEmpty() ? "" : ": " + state.reason();
    log.log(System.Logger.Level.INFO, "{0} is {1}{2}", device, state.word(), reason);
    mailbox.post(() -> registry.state(device, state));
  }

  @Override
  public void channels(List<Channel> channels) {
    mailbox.post(() -> registry.channels(device, channels));
  }

  @Override
  public void readings(ReadingBatch batch) {
    mailbox.post(batch);
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
}
