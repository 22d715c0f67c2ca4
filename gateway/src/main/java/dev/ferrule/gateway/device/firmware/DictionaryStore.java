package dev.ferrule.gateway.device.firmware;

import dev.ferrule.protocol.dictionary.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps dictionaries by hash, so that a board that comes back need not send its own again
 * (PROTOCOL.md A8).
 *
 * <p>On the loop of the driver that it was given to.
 */
interface DictionaryStore {

  /** The dictionary with that CRC-32C, when it was kept. */
  Optional<Dictionary> find(int hash);

  /** Keeps a dictionary. */
  void keep(Dictionary dictionary);

  /** A store for one driver that lasts as long as the process and keeps the last few. */
  static DictionaryStore inMemory() {
    return new DictionaryStore() {
      private static final int MOST = 4;
      private final Map<Integer, Dictionary> kept = new LinkedHashMap<>();

      @Override
      public Optional<Dictionary> find(int hash) {
        return Optional.ofNullable(kept.get(hash));
      }

      @Override
      public void keep(Dictionary dictionary) {
        kept.put(dictionary.hash(), dictionary);
        if (kept.size() > MOST) {
          kept.remove(kept.keySet().iterator().next());
        }
      }
    };
  }
}
