package dev.ferrule.gateway.device.nmea;

import dev.ferrule.gateway.device.nmea.NmeaChannel.Source.Transducer;
import dev.ferrule.protocol.Quality;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which measurements are those of one channel. A name alone does not say: sensors use one name for
 * a temperature and a humidity, and weather stations number each kind from 0. So the unit has to
 * fit, or be made to fit; where no unit is told, all must be of one kind. One of another kind among
 * many is damage that its check sum did not show. Owner: the driver.
 */
final class TransducerReadings {

  private static final int AMBIGUOUS = Quality.of(Quality.BAD, Quality.NOT_SPECIFIED);

  /** Measurements in doubt after one of another kind, so many more for each, up to the most. */
  private static final int STEP = 16;

  private static final int MOST = 64;

  private final NmeaChannel channel;
  private final Transducer source;

  /** Kind of those that are taken without a unit that fits; empty before the first. */
  private String kind = "";

  /** Some told a unit that fits: none of the others is meant. */
  private boolean fits;

  /** Another kind that came last. */
  private String otherKind = "";

  /** Measurements that must be of the kind until they are taken again. */
  private int doubtful;

  private boolean named;
  private boolean inThisSentence;

  /** What is to become a reading. */
  record Taken(double value, int quality, String trouble) {}

  TransducerReadings(NmeaChannel channel, Transducer source) {
    this.channel = channel;
    this.source = source;
  }

  /** A sentence begins. */
  void begin() {
    inThisSentence = false;
  }

  /** What a measurement is to this channel; empty when it is not for it. */
  Optional<Taken> take(Measurement measured) {
    boolean other =
        !source.name().equals(measured.name())
            || source.type().filter(type -> !type.equals(measured.type())).isPresent()
            || (named && !measured.named());
    if (other) {
      return Optional.empty();
    }
    Optional<String> told = TransducerUnit.told(measured.type(), measured.letter());
    if (told.isPresent() && !channel.unit().isEmpty()) {
      return convert(measured, told.get());
    }
    return fits ? Optional.empty() : asIs(measured);
  }

  /** The unit is told and declared. */
  private Optional<Taken> convert(Measurement measured, String told) {
    OptionalDouble value = TransducerUnit.convert(measured.value(), told, channel.unit());
    if (value.isEmpty()) {
      return TransducerUnit.of(channel.unit()).isPresent()
          ? Optional.empty()
          : Optional.of(
              bad(channel.key() + " comes in " + told + ", which is not made " + channel.unit()));
    }
    fits = true;
    return Optional.of(taken(measured, value.getAsDouble()));
  }

  /** The configuration alone knows what it is. */
  private Optional<Taken> asIs(Measurement measured) {
    if (kind.isEmpty()) {
      kind = measured.kind();
    }
    if (kind.equals(measured.kind())) {
      doubtful = Math.max(0, doubtful - 1);
    } else {
      otherKind = measured.kind();
      doubtful = Math.min(MOST, doubtful + STEP);
    }
    if (doubtful == 0) {
      return Optional.of(taken(measured, measured.value()));
    }
    Taken ambiguous = ambiguous();
    if (doubtful == MOST && !kind.equals(measured.kind())) { // the first was the odd one
      otherKind = kind;
      kind = measured.kind();
    }
    return Optional.of(ambiguous);
  }

  private Taken ambiguous() {
    return bad(
        "several transducers are called \""
            + source.name()
            + "\" ("
            + kind
            + ", "
            + otherKind
            + "): "
            + channel.key()
            + " needs a unit or a type");
  }

  private Taken taken(Measurement measured, double value) {
    named |= measured.named();
    if (inThisSentence) {
      return bad("two transducers of one sentence could be " + channel.key());
    }
    inThisSentence = true;
    if (!Double.isFinite(value)) {
      return new Taken(Double.NaN, Interpreter.NOT_A_NUMBER, "");
    }
    return TransducerUnit.isPossible(value, channel.unit())
        ? new Taken(value, Quality.GOOD, "")
        : new Taken(Double.NaN, Interpreter.OUT_OF_RANGE, "");
  }

  private static Taken bad(String trouble) {
    return new Taken(Double.NaN, AMBIGUOUS, trouble);
  }
}
