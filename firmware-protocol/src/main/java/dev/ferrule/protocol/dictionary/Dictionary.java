package dev.ferrule.protocol.dictionary;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A board's dictionary: the bytes that it was read from and what they say. PROTOCOL.md, section A8.
 *
 * <p>Immutable; two are equal when their bytes are.
 */
public final class Dictionary {
  /** The most bytes that a dictionary has. */
  public static final int MAX_BYTES = 4096;

  static final int MAX_ID = 1023;
  static final int MAX_CHANNELS = 128;
  static final int MAX_TEMPLATES = 32;
  static final int MAX_TEMPLATE_CHANNELS = 32;
  static final int MAX_ENUMERATIONS = 16;

  private final Bytes bytes;
  private final int hash;
  private final String model;
  private final String vendor;
  private final List<ChannelSpec> channels;
  private final List<Template> templates;
  private final List<Enumeration> enumerations;
  private final short[] channelById;

  Dictionary(
      Bytes bytes,
      String model,
      String vendor,
      List<ChannelSpec> channels,
      List<Template> templates,
      List<Enumeration> enumerations) {
    this.bytes = bytes;
    this.hash = hashOf(bytes);
    this.model = model;
    this.vendor = vendor;
    this.channels = List.copyOf(channels);
    this.templates = List.copyOf(templates);
    this.enumerations = List.copyOf(enumerations);
    this.channelById = new short[MAX_ID + 1];
    for (int i = 0; i < this.channels.size(); i++) {
      channelById[this.channels.get(i).id()] = (short) (i + 1);
    }
  }

  /** Reads a dictionary; the result names the first rule that it breaks. */
  public static DictionaryResult read(Bytes bytes) {
    return new DictionaryParser(bytes).parse();
  }

  /** A builder for a dictionary, for simulated devices and tests. */
  public static DictionaryBuilder builder() {
    return new DictionaryBuilder();
  }

  /** The bits of the CRC-32C that names a dictionary of these bytes. */
  public static int hashOf(Bytes bytes) {
    var crc = new CRC32C();
    crc.update(bytes.toArray());
    return (int) crc.getValue();
  }

  /** The bytes that the device sends. */
  public Bytes bytes() {
    return bytes;
  }

  /** {@code dict_hash} of HELLO: the bits of the CRC-32C of {@link #bytes}. */
  public int hash() {
    return hash;
  }

  /** Model of the device, empty when it says none. */
  public String model() {
    return model;
  }

  /** Vendor of the device, empty when it says none. */
  public String vendor() {
    return vendor;
  }

  /** All channels in the order of the dictionary. */
  public List<ChannelSpec> channels() {
    return channels;
  }

  /** All templates in the order of the dictionary. */
  public List<Template> templates() {
    return templates;
  }

  /** All enumerations in the order of the dictionary. */
  public List<Enumeration> enumerations() {
    return enumerations;
  }

  /** The channel with that id, any 32 bits. */
  public Optional<ChannelSpec> channel(int id) {
    int index = channelIndex(id);
    return index < 0 ? Optional.empty() : Optional.of(channels.get(index));
  }

  /** Place in {@link #channels} of the channel with that id, any 32 bits; -1 when there is none. */
  public int channelIndex(int id) {
    return id < 0 || id > MAX_ID ? -1 : channelById[id] - 1;
  }

  /** The template with that id. */
  public Optional<Template> template(int id) {
    int index = templateIndex(id);
    return index < 0 ? Optional.empty() : Optional.of(templates.get(index));
  }

  /** Place in {@link #templates} of the template with that id; -1 when there is none. */
  public int templateIndex(int id) {
    for (int i = 0; i < templates.size(); i++) {
      if (templates.get(i).id() == id) {
        return i;
      }
    }
    return -1;
  }

  /** The enumeration with that id. */
  public Optional<Enumeration> enumeration(int id) {
    return enumerations.stream().filter(e -> e.id() == id).findFirst();
  }

  /** Whether a command may ask for a raw value: in min..max, and a value of the table or switch. */
  public boolean allows(ChannelSpec channel, int raw) {
    if (!channel.inRange(raw)) {
      return false;
    }
    return channel.kind() != Kind.ENUMERATION
        || enumeration(channel.enumeration()).filter(e -> e.labels().containsKey(raw)).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dictionary that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Dictionary[%s, %d channels, hash %08x]".formatted(model, channels.size(), hash);
  }
}
