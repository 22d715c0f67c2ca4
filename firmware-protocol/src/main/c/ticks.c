/* Time: what the application's counter shows, and how many of its ticks a duration takes. */
#include "parts.h"

uint32_t ferrule_now(const struct ferrule_device *device) { return device->config->tick(device->config->context); }

uint32_t ferrule_ticks(const struct ferrule_device *device, uint32_t milliseconds) {
    return (milliseconds * device->config->clock_hz + 999) / 1000;
}

uint32_t ferrule_microseconds(const struct ferrule_device *device, uint32_t ticks) {
    const uint32_t each = 1000000UL / device->config->clock_hz;
    return ticks > UINT32_MAX / each ? UINT32_MAX : ticks * each;
}
