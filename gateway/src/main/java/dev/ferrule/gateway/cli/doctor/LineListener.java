package dev.ferrule.gateway.cli.doctor;

import dev.ferrule.gateway.config.device.DeviceConfiguration;
import java.util.List;
import java.util.Map;

/** Listens to lines without a word. */
public interface LineListener {

  /** What each device said in about 3 s, by its id. Blocks that long. */
  Map<String, Heard> hear(List<DeviceConfiguration> devices) throws InterruptedException;

  /** Whether sockets are served with epoll. */
  boolean isEpoll();
}
