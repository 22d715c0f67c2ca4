/* A4: outputs follow commands only while heartbeats come.
 *
 *     BOOT --- REARM ---> ARMED --- T without HEARTBEAT ---> FAIL-SAFE --- REARM after HEARTBEAT ---> ARMED
 */
#include "parts.h"

enum { RETRY_MS = 100 };

/* Returns how many outputs there are. */
static uint8_t set_outputs_safe(struct ferrule_device *device, uint32_t now) {
    struct ferrule_reader dictionary = device->dictionary;
    struct ferrule_channel channel;
    uint8_t outputs = 0;
    channel.index = UINT8_MAX;
    device->safe_due = false;
    device->safe_tried_at = now;
    while (ferrule_next_channel(&dictionary, &channel)) {
        ferrule_read_fields(&channel);
        if (!channel.writable) {
            continue;
        }
        outputs++;
        if (device->config->set_output(device->config->context, channel.id, channel.safe) != FERRULE_DONE) {
            device->safe_due = true;
        }
    }
    return outputs;
}

void ferrule_failsafe_init(struct ferrule_device *device, uint32_t now) {
    device->uncommanded = set_outputs_safe(device, now);
}

bool ferrule_failsafe_check(struct ferrule_device *device, uint32_t now) {
    bool safe_due = device->safe_due && device->state != FERRULE_STATE_ARMED &&
                    now - device->safe_tried_at >= ferrule_ticks(device, RETRY_MS);
    if (device->heartbeats_come && now - device->heartbeat_at >= device->heartbeat_timeout) {
        device->heartbeats_come = false;
        if (device->state == FERRULE_STATE_ARMED) {
            device->state = FERRULE_STATE_FAIL_SAFE;
            safe_due = true;
        }
    }
    if (safe_due) {
        set_outputs_safe(device, now);
    }
    return safe_due;
}

void ferrule_failsafe_heartbeat(struct ferrule_device *device, uint32_t now, uint16_t timeout_ms) {
    device->heartbeats_come = true;
    device->heartbeat_at = now;
    device->heartbeat_timeout = ferrule_ticks(device, timeout_ms);
}

void ferrule_failsafe_rearm(struct ferrule_device *device) {
    if (device->heartbeats_come) {
        device->state = FERRULE_STATE_ARMED;
    }
}

void ferrule_failsafe_commanded(struct ferrule_device *device, const struct ferrule_channel *channel) {
    uint8_t *const bits = &device->commanded[channel->index / 8];
    const uint8_t bit = (uint8_t)(1u << (channel->index % 8));
    if ((*bits & bit) == 0) {
        *bits = *bits | bit;
        device->uncommanded--;
    }
}

uint8_t ferrule_failsafe_flags(const struct ferrule_device *device) {
    const unsigned fail_safe = device->state == FERRULE_STATE_FAIL_SAFE ? 1u : 0u;
    return (uint8_t)(fail_safe | (device->uncommanded > 0 ? 2u : 0u));
}
