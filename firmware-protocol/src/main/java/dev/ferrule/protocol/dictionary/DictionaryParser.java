package dev.ferrule.protocol.dictionary;

import dev.ferrule.protocol.Bytes;
import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.WireFault;
import dev.ferrule.protocol.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one dictionary. Keeps the first rule that is broken and stops there. Used once. */
final class DictionaryParser {
  private final Bytes bytes;
  private final List<ChannelSpec> channels = new ArrayList<>();
  private final List<Integer> channelOffsets = new ArrayList<>();
  private final Map<Integer, int[]> templates = new LinkedHashMap<>();
  private final Map<Integer, Integer> templateOffsets = new LinkedHashMap<>();
  private final Map<Integer, Enumeration> enumerations = new LinkedHashMap<>();
  private String model = "";
  private String vendor = "";
  private DictionaryResult.@Nullable Refused broken;

  DictionaryParser(Bytes bytes) {
    this.bytes = bytes;
  }

  DictionaryResult parse() {
    if (bytes.length() > Dictionary.MAX_BYTES) {
      return new DictionaryResult.Refused(DictionaryRule.TOO_LARGE, bytes.length(), "");
    }
    var reader = new WireReader().reset(bytes.toArray(), 0, bytes.length());
    while (broken == null && reader.remaining() > 0) {
      int offset = reader.position();
      int tag = reader.varint();
      WireReader body = reader.nested(reader.varint());
      if (reader.failed()) {
        breaks(ruleOf(reader.fault()), offset, "");
      } else {
        record(tag, body, offset);
      }
    }
    List<Template> resolved = broken == null ? checkWhole() : List.of();
    if (broken != null) {
      return broken;
    }
    return new DictionaryResult.Read(
        new Dictionary(
            bytes, model, vendor, channels, resolved, List.copyOf(enumerations.values())));
  }

  private void breaks(DictionaryRule rule, int offset, String detail) {
    if (broken == null) {
      broken = new DictionaryResult.Refused(rule, offset, detail);
    }
  }

  static DictionaryRule ruleOf(WireFault fault) {
    return switch (fault) {
      case NONE, CUT_SHORT -> DictionaryRule.CUT_SHORT;
      case OVERLONG, TOO_LARGE -> DictionaryRule.BAD_VARINT;
      case NOT_TEXT -> DictionaryRule.NOT_TEXT;
    };
  }

  private void record(int tag, WireReader body, int offset) {
    switch (tag) {
      case DictionaryBuilder.CHANNEL -> channel(body, offset);
      case DictionaryBuilder.TEMPLATE -> template(body, offset);
      case DictionaryBuilder.ENUMERATION -> enumeration(body, offset);
      case DictionaryBuilder.DEVICE -> device(body, offset);
      default -> {
        // A tag of a later version: skipped.
      }
    }
  }

  private void channel(WireReader body, int offset) {
    var fields = new ChannelParser();
    ChannelSpec channel = fields.parse(body);
    DictionaryRule rule = fields.brokenRule();
    if (rule != null) {
      breaks(rule, offset, fields.label());
    } else if (channel != null) {
      if (channels.size() == Dictionary.MAX_CHANNELS) {
        breaks(DictionaryRule.TOO_MANY_CHANNELS, offset, "");
      }
      for (ChannelSpec other : channels) {
        if (other.id() == channel.id()) {
          breaks(DictionaryRule.ID_TWICE, offset, fields.label());
        }
        if (other.key().equals(channel.key())) {
          breaks(DictionaryRule.KEY_TWICE, offset, fields.label());
        }
      }
      channels.add(channel);
      channelOffsets.add(offset);
    }
  }

  private void template(WireReader body, int offset) {
    int id = body.varint();
    String label = "template " + Integer.toUnsignedString(id);
    Set<Integer> ids = new HashSet<>();
    int[] order = new int[Dictionary.MAX_TEMPLATE_CHANNELS];
    int count = 0;
    while (body.remaining() > 0) {
      int channel = body.varint();
      if (body.failed()) {
        break;
      }
      if (count == order.length) {
        breaks(DictionaryRule.TEMPLATE_SIZE, offset, label);
        return;
      }
      order[count++] = channel;
      if (!ids.add(channel)) {
        breaks(DictionaryRule.TEMPLATE_TWICE, offset, label);
      }
    }
    if (body.failed()) {
      breaks(ruleOf(body.fault()), offset, label);
    } else if (count == 0) {
      breaks(DictionaryRule.TEMPLATE_SIZE, offset, label);
    } else if (templates.size() == Dictionary.MAX_TEMPLATES) {
      breaks(DictionaryRule.TOO_MANY_TEMPLATES, offset, "");
    } else if (templates.put(id, Arrays.copyOf(order, count)) != null) {
      breaks(DictionaryRule.TEMPLATE_TWICE, offset, label);
    }
    templateOffsets.put(id, offset);
  }

  private void enumeration(WireReader body, int offset) {
    int id = body.varint();
    String label = "enumeration " + Integer.toUnsignedString(id);
    Map<Integer, String> labels = new LinkedHashMap<>();
    while (body.remaining() > 0) {
      int value = body.zigzag();
      String text = body.text(body.varint());
      if (!body.failed() && labels.put(value, text) != null) {
        breaks(DictionaryRule.ENUMERATION_TWICE, offset, label);
      }
    }
    if (body.failed()) {
      breaks(ruleOf(body.fault()), offset, label);
    } else if (enumerations.size() == Dictionary.MAX_ENUMERATIONS) {
      breaks(DictionaryRule.TOO_MANY_ENUMERATIONS, offset, "");
    } else if (enumerations.put(id, new Enumeration(id, labels)) != null) {
      breaks(DictionaryRule.ENUMERATION_TWICE, offset, label);
    }
  }

  private void device(WireReader body, int offset) {
    while (body.remaining() > 0) {
      int tag = body.varint();
      int length = body.varint();
      if (tag == 1 || tag == 2) {
        String text = body.text(length);
        if (!(tag == 1 ? model : vendor).isEmpty()) {
          breaks(DictionaryRule.FIELD_TWICE, offset, "device");
        }
        if (tag == 1) {
          model = text;
        } else {
          vendor = text;
        }
      } else {
        body.skip(length);
      }
    }
    if (body.failed()) {
      breaks(ruleOf(body.fault()), offset, "device");
    }
  }

  /** The rules that span records; gives the templates with their channels in place of ids. */
  private List<Template> checkWhole() {
    Map<Integer, ChannelSpec> byId = new LinkedHashMap<>();
    channels.forEach(c -> byId.put(c.id(), c));
    Set<Integer> inTemplate = new HashSet<>();
    List<Template> resolved = new ArrayList<>();
    templates.forEach(
        (id, order) -> {
          List<ChannelSpec> specs = new ArrayList<>();
          for (int channel : order) {
            ChannelSpec spec = byId.get(channel);
            if (spec == null) {
              breaks(
                  DictionaryRule.TEMPLATE_CHANNEL,
                  templateOffsets.getOrDefault(id, bytes.length()),
                  "channel " + Integer.toUnsignedString(channel));
            } else {
              specs.add(spec);
              inTemplate.add(channel);
            }
          }
          resolved.add(new Template(id, specs));
        });
    for (int i = 0; i < channels.size(); i++) {
      ChannelSpec channel = channels.get(i);
      int offset = channelOffsets.get(i);
      if (channel.readable() && !inTemplate.contains(channel.id())) {
        breaks(DictionaryRule.NOT_IN_TEMPLATE, offset, channel.key());
      }
      checkEnumeration(channel, offset);
    }
    return resolved;
  }

  private void checkEnumeration(ChannelSpec channel, int offset) {
    if (channel.kind() != Kind.ENUMERATION) {
      return;
    }
    Enumeration table = enumerations.get(channel.enumeration());
    if (table == null) {
      breaks(DictionaryRule.ENUMERATION_UNKNOWN, offset, channel.key());
    } else if (channel.writable() && !table.labels().containsKey(channel.safe())) {
      breaks(DictionaryRule.SAFE_RANGE, offset, channel.key());
    }
  }
}
