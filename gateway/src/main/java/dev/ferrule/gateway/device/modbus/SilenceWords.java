package dev.ferrule.gateway.device.modbus;

import dev.ferrule.gateway.device.modbus.line.Answer;
import dev.ferrule.gateway.device.modbus.line.ModbusLine;
import java.time.Duration;
import java.util.OptionalInt;

/** Why a unit does not answer, as far as its line lets one guess. */
final class SilenceWords {

  private static final String DAMAGED =
      "what comes back is damaged: are baud rate, parity and wiring right?";

  private final ModbusSettings settings;
  private final ModbusLine line;

  SilenceWords(ModbusSettings settings, ModbusLine line) {
    this.settings = settings;
    this.line = line;
  }

  /**
   * In words.
   *
   * @param answer what came in place of one
   * @param late how long its latest answer took that came too late; zero when none did
   */
  String of(Answer answer, Duration late) {
    if (!late.isZero()) {
      return "it answers "
          + late.toMillis()
          + " ms after it is asked, later than timeout, which is "
          + millis()
          + ": set a longer timeout";
    }
    return switch (answer) {
      case Answer.OtherUnit(int other) ->
          "unit " + other + " answers in its place: is that its unit id?";
      case Answer.Nothing(boolean echoed) when echoed ->
          "only the question itself came back within " + millis() + others();
      case Answer.Nothing _ -> "nothing came within " + millis() + others();
      case Answer.Damaged _ -> DAMAGED;
      case Answer.Data _, Answer.Refused _, Answer.OtherLength _, Answer.Lost _, Answer.NotSent _ ->
          "what came is no answer";
    };
  }

  private String others() {
    return line.hasAnswered()
        ? "; this line works: is the unit id right, and is it on?"
        : "; nobody answered on this line yet: are unit id, baud rate, parity and wiring right?";
  }

  /** What may be wrong about the addresses of a read that fails; empty when nothing shows. */
  static String ofAddress(Read read) {
    OptionalInt meant = read.table().numbered(read.address());
    return meant.isPresent()
        ? "; if " + read.address() + " is a document's number, the address is " + meant.getAsInt()
        : "";
  }

  private String millis() {
    return settings.timeout().toMillis() + " ms";
  }
}
