package dev.ferrule.gateway.registry;

import dev.ferrule.gateway.model.DeviceState;

/**
 * What is known of a device.
 *
 * @param id its id
 * @param name its name for people
 * @param area where it is, for people; empty when nobody said
 * @param driver word of its driver, such as {@code firmware}
 * @param link where it hangs, such as a port's path
 * @param state state of its link
 * @param since when that state began, milliseconds since 1970 UTC
 */
public record DeviceInfo(
    String id,
    String name,
    String area,
    String driver,
    String link,
    DeviceState state,
    long since) {

  DeviceInfo with(DeviceState next, long now) {
    return new DeviceInfo(id, name, area, driver, link, next, now);
  }
}
