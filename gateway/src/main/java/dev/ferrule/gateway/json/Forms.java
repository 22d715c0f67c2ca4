package dev.ferrule.gateway.json;

import dev.ferrule.gateway.model.Channel;
import dev.ferrule.gateway.model.ChannelId;
import dev.ferrule.gateway.model.CommandRecord;
import dev.ferrule.gateway.model.CommandState;
import dev.ferrule.gateway.model.LinkCounts;
import dev.ferrule.gateway.model.Scale;
import dev.ferrule.gateway.registry.DeviceInfo;
import dev.ferrule.protocol.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;

/**
 * Devices, channels and commands as JSON. Stream and REST name the same fields in the same way;
 * they differ in how they write a moment (PROTOCOL.md B3: milliseconds since 1970; REST: RFC 3339).
 */
public final class Forms {

  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Forms() {}

  /** How a moment is written. */
  public enum Times {
    /** A number: milliseconds since 1970 UTC. */
    MILLISECONDS,
    /** A text: RFC 3339 in UTC with milliseconds. */
    RFC_3339;

    /** Writes a moment, given in milliseconds since 1970 UTC, as a field. */
    void field(JsonText out, String name, long time) {
      switch (this) {
        case MILLISECONDS -> out.field(name, time);
        case RFC_3339 -> out.field(name, Forms.rfc3339(time));
      }
    }
  }

  /** A moment as RFC 3339 in UTC with milliseconds. */
  public static String rfc3339(long time) {
    return RFC_3339.format(Instant.ofEpochMilli(time));
  }

  /** A device as an item of a list. */
  public static void device(JsonText out, DeviceInfo device, Times times) {
    out.object();
    deviceFields(out, device, times);
    out.endObject();
  }

  /** The same with what came over its link. */
  public static void device(JsonText out, DeviceInfo device, LinkCounts counts, Times times) {
    out.object();
    deviceFields(out, device, times);
    counts(out, counts);
    out.endObject();
  }

  private static void deviceFields(JsonText out, DeviceInfo device, Times times) {
    out.field("id", device.id());
    ChannelId.siteOf(device.id()).ifPresent(site -> out.field("site", site));
    out.field("name", device.name());
    if (!device.area().isEmpty()) {
      out.field("area", device.area());
    }
    out.field("driver", device.driver()).field("link", device.link());
    deviceState(out, device, times);
  }

  /** The fields that change with the state of a device. */
  public static void deviceState(JsonText out, DeviceInfo device, Times times) {
    out.field("state", device.state().word());
    times.field(out, "since", device.since());
    out.field("reason", device.state().reason());
  }

  /** What came over a device's link, as a field of the device. */
  private static void counts(JsonText out, LinkCounts counts) {
    out.object("counts")
        .field("bytes", counts.bytes())
        .field("frames", counts.frames())
        .field("ignored", counts.ignored())
        .field("damaged", counts.damaged())
        .field("lost", counts.lost())
        .field("bad_values", counts.badValues());
    if (counts.lastBytes() > 0) {
      out.field("last_bytes", rfc3339(counts.lastBytes()));
    }
    if (counts.lastFrame() > 0) {
      out.field("last_frame", rfc3339(counts.lastFrame()));
    }
    out.object("details");
    counts.details().forEach(out::field);
    out.endObject().endObject();
  }

  /** A channel as an item of a list: an entry of the dictionary (PROTOCOL.md B3). */
  public static void channel(JsonText out, int number, Channel channel) {
    out.object()
        .field("n", number)
        .field("id", channel.id().toString())
        .field("device", channel.id().device())
        .field("name", channel.label())
        .field("unit", channel.unit())
        .field("kind", kind(channel.kind()));
    scale(out, channel.scale());
    bound(out, "min", channel.range().min());
    bound(out, "max", channel.range().max());
    out.field("period", channel.period().toMillis());
    out.field("access", (channel.readable() ? "r" : "") + (channel.writable() ? "w" : ""));
    channel.control().ifPresent(control -> control(out, control));
    if (!channel.labels().isEmpty()) {
      out.object("labels");
      new TreeMap<>(channel.labels()).forEach((value, word) -> out.field("" + value, word));
      out.endObject();
    }
    out.endObject();
  }

  private static void scale(JsonText out, Scale scale) {
    switch (scale) {
      case Scale.Decimals(int places) -> out.field("decimals", places);
      case Scale.Ratio(long numerator, long denominator) ->
          out.list("scale").item(numerator).item(denominator).endList();
      case Scale.Floating _ -> out.field("float", true);
    }
  }

  private static void bound(JsonText out, String name, double value) {
    if (Double.isFinite(value)) {
      out.field(name, value);
    }
  }

  private static void control(JsonText out, Channel.Control control) {
    if (control.step() > 0) {
      out.field("step", control.step());
    }
    if (control.dangerous()) {
      out.field("danger", control.danger().word());
    }
    if (!control.lease().isZero()) {
      out.field("lease", control.lease().toMillis());
    }
    control.safe().ifPresent(safe -> out.field("safe", safe));
    if (!control.needs().isEmpty()) {
      out.field("needs", control.needs());
    }
    if (!control.others().isEmpty()) {
      out.list("others");
      control.others().forEach(out::item);
      out.endList();
    }
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case NUMBER, FLOAT -> "number";
      case SWITCH -> "switch";
      case ENUMERATION -> "enum";
      case COUNTER -> "counter";
    };
  }

  /** The fields of a command; the caller opens and closes the object around them. */
  public static void command(JsonText out, CommandRecord record, Times times) {
    out.field("id", record.command().id())
        .field("channel", record.command().channel().toString())
        .field("value", record.command().value())
        .field("state", record.state().word());
    switch (record.state()) {
      case CommandState.Rejected(CommandState.Reason reason, String text, Duration retryAfter) -> {
        out.field("reason", reason.word()).field("text", text);
        if (!retryAfter.isZero()) {
          out.field("retry_after", retryAfter.toMillis());
        }
      }
      case CommandState.Failed(CommandState.Reason reason, String text) ->
          out.field("reason", reason.word()).field("text", text);
      case CommandState.Unknown(CommandState.Reason reason, String text) ->
          out.field("reason", reason.word()).field("text", text);
      case CommandState.Expired _ -> out.field("reason", "ttl");
      case CommandState.Requested _,
          CommandState.Admitted _,
          CommandState.Written _,
          CommandState.Acknowledged _,
          CommandState.Confirmed _ -> {}
    }
    out.field("actor", record.command().actor());
    times.field(out, "time", record.time());
    out.field("ttl", record.command().ttl().toMillis());
    record.lease().ifPresent(left -> out.field("lease", left.toMillis()));
  }
}
