package dev.ferrule.gateway.config.device;

import dev.ferrule.gateway.config.yaml.Section;
import dev.ferrule.gateway.device.nmea.NmeaChannel;
import dev.ferrule.gateway.device.nmea.NmeaChannel.Source;
import dev.ferrule.gateway.device.nmea.NmeaSettings;
import dev.ferrule.gateway.device.nmea.Quantity;
import dev.ferrule.gateway.wording.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a configuration that names the values of an NMEA instrument. */
public final class NmeaDeviceReader {

  private NmeaDeviceReader() {}

  /** The driver's settings; null when something in {@code device} is wrong. */
  public static @Nullable DriverSettings read(Section device) {
    boolean unchecked = device.text("check_sum").orElse("required").equals("optional");
    if (!device.has("channels")) {
      return device.make(
          () -> new DriverSettings.Nmea(new NmeaSettings(NmeaSettings.GPS.channels(), unchecked)));
    }
    Section section = device.section("channels");
    List<NmeaChannel> channels = new ArrayList<>();
    for (String key : section.names()) {
      NmeaChannel made = channel(key, section.section(key));
      if (made != null) {
        channels.add(made);
      }
    }
    return device.make(() -> new DriverSettings.Nmea(new NmeaSettings(channels, unchecked)));
  }

  private static @Nullable NmeaChannel channel(String key, Section section) {
    Duration period =
        section.duration(
            "period", Duration.ofSeconds(1), Duration.ZERO, NmeaChannel.LONGEST_PERIOD);
    Optional<String> transducer = section.text("xdr");
    if (transducer.isPresent()) {
      if (section.has("value")) {
        section.problem("value", "cannot stand beside xdr, which says already what the channel is");
      }
      return section.make(
          () ->
              new NmeaChannel(
                  key,
                  section.text("name").orElse(key),
                  new Source.Transducer(transducer.get(), section.text("type")),
                  section.unit("unit").orElse(""),
                  section.integer("decimals", 1),
                  period));
    }
    String word = section.text("value").orElse(key);
    Optional<Quantity> quantity = Quantity.of(word);
    if (quantity.isEmpty()) {
      if (!section.has("value") && !section.has("xdr")) {
        section.problem("needs value or xdr: what it is in the sentences" + hint(word));
      }
      return null; // a wrong value or xdr is told already, with what is allowed
    }
    if (section.has("type")) {
      section.problem("type", "is for xdr: the kind of a transducer");
    }
    if (section.has("unit")) {
      section.problem("unit", "is for xdr; " + word + " is always in " + shownUnit(quantity.get()));
    }
    Quantity known = quantity.get();
    return section.make(
        () ->
            new NmeaChannel(
                key,
                section.text("name").orElse(known.label()),
                new Source.Of(known),
                known.unit(),
                section.integer("decimals", known.decimals()),
                period));
  }

  private static String hint(String word) {
    return Suggestion.aside(word, Arrays.stream(Quantity.values()).map(Quantity::word).toList());
  }

  private static String shownUnit(Quantity quantity) {
    return quantity.unit().isEmpty() ? "no unit" : quantity.unit();
  }
}
