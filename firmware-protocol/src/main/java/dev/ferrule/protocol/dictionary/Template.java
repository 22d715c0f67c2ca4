package dev.ferrule.protocol.dictionary;

import java.util.List;

/**
 * The channels whose values one READINGS frame carries, in the order of the values. PROTOCOL.md,
 * section A8.
 *
 * @param id number of the template on the link, 32 bits
 * @param channels 1 to 32 channels
 */
public record Template(int id, List<ChannelSpec> channels) {
  public Template {
    channels = List.copyOf(channels);
  }

  /** How many values a frame of it carries. */
  public int size() {
    return channels.size();
  }

  /** The channel of the value at an index, 0 to size - 1. */
  public ChannelSpec channel(int index) {
    return channels.get(index);
  }
}
