package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.line.DeviceIdentification;
import dev.ferrule.gateway.device.modbus.line.ExceptionName;
import dev.ferrule.gateway.device.modbus.line.Request;
import dev.ferrule.gateway.model.DeviceState;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out whether the right unit answers: asks for its register, then for its device
 * identification, each as far as it is expected.
 *
 * <p>Owner: the driver.
 */
final class UnitIdentification {

  private final int unit;
  private final ExpectedUnit expected;

  // since the unit was last away
  private boolean known;
  private boolean registerFits;
  private int object;
  private final Map<Integer, String> said = new TreeMap<>();

  UnitIdentification(int unit, ExpectedUnit expected) {
    this.unit = unit;
    this.expected = expected;
  }

  /** Whoever answers next is unknown. */
  void begin() {
    known = false;
    registerFits = expected.register().isEmpty();
    object = DeviceIdentification.VENDOR;
    said.clear();
  }

  boolean isKnown() {
    return known;
  }

  /** What to ask next; only while the unit is unknown. */
  Request question() {
    return registerFits
        ? Request.identification(unit, object)
        : expected
            .register()
            .map(r -> Request.read(unit, r.table(), r.address(), r.encoding().type().registers()))
            .orElseThrow();
  }

  /** What was asked, in words. */
  String words() {
    return registerFits
        ? "device identification (function 43/14)"
        : expected.register().map(ExpectedUnit.Register::words).orElseThrow();
  }

  /** Takes the answer to the question; why the unit is refused, if it is now. */
  Optional<String> answered(byte[] data) {
    Optional<String> misfit = registerFits ? named(data) : read(data);
    if (misfit.isPresent()) {
      begin();
    }
    return misfit;
  }

  private Optional<String> read(byte[] data) {
    ExpectedUnit.Register register = expected.register().orElseThrow();
    double value = register.encoding().decode(data, 0);
    if (value != register.value()) {
      return Optional.of(wrong(register(), number(value) + " is there"));
    }
    registerFits = true;
    known = !expected.hasName();
    return Optional.empty();
  }

  private Optional<String> named(byte[] data) {
    DeviceIdentification identity = DeviceIdentification.of(data);
    said.putAll(identity.objects());
    int next = identity.next().orElse(0);
    if (next > object && !said.containsKey(DeviceIdentification.PRODUCT)) {
      object = next;
      return Optional.empty();
    }
    Optional<String> vendor = Optional.ofNullable(said.get(DeviceIdentification.VENDOR));
    Optional<String> product = Optional.ofNullable(said.get(DeviceIdentification.PRODUCT));
    known =
        (expected.vendor().isEmpty() || expected.vendor().equals(vendor))
            && (expected.product().isEmpty() || expected.product().equals(product));
    return known
        ? Optional.empty()
        : Optional.of(wrong(name(), ExpectedUnit.name(vendor, product) + " answers"));
  }

  /** The unit refused the question: why it is refused itself. */
  String refused(ExceptionName exception) {
    String refusal =
        registerFits && exception.isAboutFunction()
            ? "knows no device identification: "
                + exception
                + " for function 43/14; expect the value of a register instead"
            : wrong(registerFits ? name() : register(), "it answers " + exception);
    begin();
    return refusal;
  }

  private static String wrong(String expected, String found) {
    return DeviceState.Refused.wrongDevice(expected, found).reason();
  }

  private String register() {
    return expected.register().map(r -> number(r.value()) + " in " + r.words()).orElseThrow();
  }

  private String name() {
    return ExpectedUnit.name(expected.vendor(), expected.product());
  }

  private static String number(double value) {
    var format =
        new DecimalFormat("0.###############", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return format.format(value);
  }
}
