package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.ReadingBatch;

/** What the registry tells whoever hangs on it, in order, on the listener's own loop. */
public interface RegistryListener {

  /** Channels changed; everything after this uses the new numbers. Told once at the start, too. */
  void directory(Directory directory);

  /** The state of a device changed; its channels did not. */
  void device(DeviceInfo device);

  /**
   * New readings, already in the latest values; also told when a value's quality changes without a
   * new reading.
   */
  void readings(ReadingBatch batch);

  /** More came over a device's link; once a second and device at most. */
  default void counts(String device, LinkCounts counts) {}

  /** So many readings were replaced by newer ones before they could be told. */
  void merged(int count);
}
