package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.registers.Encoding;
import dev.ferrule.gateway.device.modbus.registers.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who must answer under a unit id; whoever else does is neither read nor written.
 *
 * @param register what a register of it holds; any when empty
 * @param vendor its vendor name, 1 to 64 characters; any when empty
 * @param product its product code, 1 to 64 characters; any when empty
 */
public record ExpectedUnit(
    Optional<Register> register, Optional<String> vendor, Optional<String> product) {

  private static final int LONGEST = 64;

  /**
   * Registers with a value that tells one kind of unit from others.
   *
   * @param table holding or input registers
   * @param address first register, 0 to 65535, as on the wire
   * @param encoding how they hold the value
   * @param value what they hold
   */
  public record Register(Table table, int address, Encoding encoding, double value) {
    public Register {
      if (table.isBits()) {
        throw new IllegalArgumentException("a unit is known by a register, not by a single bit");
      }
      if (address < 0 || address + encoding.type().registers() > 65_536) {
        throw new IllegalArgumentException(
            "address must be 0 to 65535, its last register included");
      }
      boolean fits = Double.isFinite(value) && value >= encoding.min() && value <= encoding.max();
      if (!fits || !(encoding.type().isFloat() || value == Math.rint(value))) {
        throw new IllegalArgumentException(
            "value must be one that a register of type " + encoding.type().word() + " can hold");
      }
    }

    /** In words, such as {@code holding register 4}. */
    String words() {
      return table.range(address, encoding.type().registers());
    }
  }

  public ExpectedUnit {
    requireText("vendor", vendor);
    requireText("product", product);
    if (register.isEmpty() && vendor.isEmpty() && product.isEmpty()) {
      throw new IllegalArgumentException("must say a register with its value, vendor or product");
    }
  }

  private static void requireText(String key, Optional<String> text) {
    if (text.filter(t -> t.isBlank() || t.length() > LONGEST).isPresent()) {
      throw new IllegalArgumentException(key + " must have 1 to 64 characters");
    }
  }

  /** Whether the unit is asked for its device identification. */
  boolean hasName() {
    return vendor.isPresent() || product.isPresent();
  }

  /** Vendor and product in words; what a unit leaves empty is left out. */
  static String name(Optional<String> vendor, Optional<String> product) {
    List<String> words = new ArrayList<>();
    vendor.filter(v -> !v.isBlank()).ifPresent(v -> words.add("vendor " + v));
    product.filter(p -> !p.isBlank()).ifPresent(p -> words.add("product " + p));
    return words.isEmpty() ? "a unit without a name" : String.join(", ", words);
  }
}
