package dev.ferrule.protocol.link;

import dev.ferrule.protocol.Kind;
import dev.ferrule.protocol.Quality;
import dev.ferrule.protocol.WireReader;
import dev.ferrule.protocol.dictionary.Template;
import java.util.List;

/** The arrays behind a {@link ReadingsCursor}. Owner: its reader. */
final class ReadingsBuffer implements ReadingsCursor {
  private final int[] raw = new int[LinkFormat.MAX_VALUES];
  private final byte[] quality = new byte[LinkFormat.MAX_VALUES];
  private Template template = new Template(0, List.of());
  private int templateIndex;
  private int tick;
  private boolean allGood;

  /** Reads tick and values; false when they do not fill the payload exactly. */
  boolean read(WireReader in, Template of, int index, boolean coded) {
    template = of;
    templateIndex = index;
    tick = in.u32();
    allGood = true;
    for (int i = 0; i < of.size(); i++) {
      int code = coded ? in.u8() : Quality.GOOD;
      Kind kind = of.channel(i).kind();
      raw[i] = kind == Kind.FLOAT ? in.u32() : in.zigzag();
      quality[i] = (byte) code;
      allGood &= code == Quality.GOOD;
      if (!Quality.isValid(code) || !Value.isOfKind(kind, raw[i])) {
        return false;
      }
    }
    return in.isSpent();
  }

  @Override
  public Template template() {
    return template;
  }

  @Override
  public int templateIndex() {
    return templateIndex;
  }

  @Override
  public int tick() {
    return tick;
  }

  @Override
  public int raw(int index) {
    return raw[index];
  }

  @Override
  public int quality(int index) {
    return quality[index] & 0xFF;
  }

  @Override
  public boolean allGood() {
    return allGood;
  }
}
