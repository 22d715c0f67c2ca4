package dev.ferrule.gateway.app;

import dev.ferrule.gateway.clock.WallClock;
import dev.ferrule.gateway.device.ByteLink;
import dev.ferrule.gateway.device.FlightRecorder;
import dev.ferrule.gateway.device.serial.LineRecorder;
import dev.ferrule.gateway.device.serial.RecorderSettings;
import dev.ferrule.gateway.device.serial.SerialLine;
import dev.ferrule.gateway.device.serial.SerialSettings;
import dev.ferrule.gateway.loop.Loop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one link and what hangs on it: one device, or the units of a Modbus line. Owner: the
 * loop that it is deployed on.
 */
final class LinkVerticle extends VerticleBase {

  private final List<DeviceSlot> slots;
  private final RecorderSettings recording;
  private final WallClock clock;
  private final Map<String, FlightRecorder> recorders = new HashMap<>();
  private @Nullable Loop loop;

  /** A link with at least one device; more than one are Modbus units with equal line settings. */
  LinkVerticle(List<DeviceSlot> slots, RecorderSettings recording, WallClock clock) {
    this.slots = List.copyOf(slots);
    this.recording = recording;
    this.clock = clock;
  }

  /** Of a serial line, by device; none of another link. For whoever waited for the deployment. */
  Map<String, FlightRecorder> recorders() {
    return Map.copyOf(recorders);
  }

  @Override
  public Future<?> start() {
    Loop here = VertxLoop.current(clock);
    loop = here;
    var factory =
        new DeviceFactory(here, clock, (serial, device) -> recordedLine(serial, device, here));
    for (DeviceSlot slot : slots) {
      slot.start(factory.make(slot.device(), slot.events()));
    }
    return Future.succeededFuture();
  }

  /** Its loop, for whoever waited for the deployment. */
  Loop loop() {
    return Objects.requireNonNull(loop);
  }

  /** What its loop is for: the first of its devices. */
  String name() {
    return slots.getFirst().device().id();
  }

  private ByteLink recordedLine(SerialSettings serial, String device, Loop loop) {
    var recorder = new LineRecorder(serial, recording, loop);
    slots.forEach(slot -> recorders.put(slot.device().id(), recorder));
    return new SerialLine(serial, device, loop, recorder);
  }
}
