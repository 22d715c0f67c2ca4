package dev.ferrule.gateway.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that remembers so many entries: those that were asked for last. Owner: who made it. */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  private final int most;

  /** An empty map that never holds more than {@code most} entries. */
  public RecentlyUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
