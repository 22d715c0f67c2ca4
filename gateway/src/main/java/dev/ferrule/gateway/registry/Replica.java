package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.loop.Loop;
import dev.ferrule.gateway.loop.Mailbox;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The registry as another loop sees it: the same directory and latest values a moment later,
 * without a lock.
 *
 * <p>Owner: the loop that it was made for; on the core loop itself it is the registry without a
 * crossing.
 */
public final class Replica {

  private final LatestValues latest = new LatestValues();
  private final List<RegistryListener> listeners = new ArrayList<>();
  private final Map<String, LinkCounts> counts;
  private Directory directory;
  private long position;

  Replica(Registry registry, Loop loop) {
    this.directory = registry.directory();
    this.position = registry.position();
    this.counts = registry.counts();
    latest.copy(registry.latest());
    Mailbox mailbox = new Mailbox(loop, this::take, this::merged);
    registry.listen(
        new RegistryListener() {
          @Override
          public void directory(Directory next) {
            mailbox.post(() -> replace(next));
          }

          @Override
          public void device(DeviceInfo device) {
            Directory now = registry.directory();
            mailbox.post(() -> device(now, device));
          }

          @Override
          public void readings(ReadingBatch batch) {
            mailbox.post(batch);
          }

          @Override
          public void counts(String device, LinkCounts now) {
            mailbox.post(() -> counts.put(device, now));
          }

          @Override
          public void merged(int count) {
            mailbox.post(() -> Replica.this.merged(count));
          }

          private void device(Directory now, DeviceInfo device) {
            Replica.this.directory = now;
            listeners.forEach(l -> l.device(device));
          }
        });
  }

  /** Hears everything from now on, the present directory first. On the replica's loop. */
  public void listen(RegistryListener listener) {
    listeners.add(listener);
    listener.directory(directory);
  }

  /** Devices and channels. On the replica's loop. */
  public Directory directory() {
    return directory;
  }

  /** Newest readings. On the replica's loop. */
  public LatestValues latest() {
    return latest;
  }

  /** Position of the newest batch that is in the newest readings. On the replica's loop. */
  public long position() {
    return position;
  }

  /** What came over the link of a device that the directory has. On the replica's loop. */
  public LinkCounts counts(String device) {
    return counts.getOrDefault(device, LinkCounts.NONE);
  }

  private void replace(Directory next) {
    for (int number = 0; number < directory.capacity(); number++) {
      if (!directory.channel(number).equals(next.channel(number))
          && number < directory.capacity()) {
        latest.clear(number);
      }
    }
    latest.grow(next.capacity());
    directory = next;
    listeners.forEach(l -> l.directory(next));
  }

  private void take(ReadingBatch batch) {
    position = Math.max(position, batch.position());
    latest.apply(batch);
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).readings(batch);
    }
  }

  private void merged(int count) {
    listeners.forEach(l -> l.merged(count));
  }
}
