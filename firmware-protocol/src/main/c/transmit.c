/* Which frame goes next, and what it carries. A reliable frame is not kept: to be sent again it is built again, from
 * the number of its message and from fields that stay unchanged until it is acknowledged. */
#include <string.h>

#include "parts.h"

/* What a reliable frame carries; from MESSAGE_RESULT on one for each stored result, from MESSAGE_READINGS on one for
 * each template. */
enum {
    MESSAGE_NOT_FOUND,
    MESSAGE_ARM_OK,
    MESSAGE_DICTIONARY,
    MESSAGE_EVENT,
    MESSAGE_NONE,
    MESSAGE_RESULT,
    MESSAGE_READINGS = MESSAGE_RESULT + FERRULE_WINDOW
};

/* ---- best effort ---- */

static void send_hello(struct ferrule_device *device, uint32_t now) {
    const struct ferrule_config *const config = device->config;
    struct ferrule_writer payload = ferrule_begin_frame(device);
    payload.left = (uint16_t)(config->tx_size - FERRULE_OVERHEAD); /* whatever the host takes: no link without it */
    ferrule_put_u8(&payload, 1);
    ferrule_put_u8(&payload, 0);
    ferrule_put_u32(&payload, device->nonce);
    ferrule_put_u32(&payload, device->boot);
    ferrule_put_u32(&payload, device->dictionary_hash);
    ferrule_put_u16(&payload, config->dictionary_size);
    ferrule_put_u8(&payload, config->rx_size);
    ferrule_put_u16(&payload, config->rx_bytes);
    ferrule_put_u8(&payload, FERRULE_WINDOW);
    ferrule_put_u8(&payload, 0);
    ferrule_put_u8(&payload, device->reset_cause);
    ferrule_put_varint(&payload, config->clock_hz);
    ferrule_put_u8(&payload, config->uid_length);
    ferrule_put_bytes(&payload, config->uid, config->uid_length);
    ferrule_put_bytes(&payload, (const uint8_t *)config->firmware, (uint16_t)strlen(config->firmware));
    if (ferrule_send_best_effort(device, now, FERRULE_HELLO, &payload) == FERRULE_OK) {
        device->hello_due = false;
        device->hello_at = now;
    }
}

static void send_refused(struct ferrule_device *device, uint32_t now) {
    struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_put_u8(&payload, FERRULE_HELLO_REQ);
    ferrule_put_u8(&payload, device->refused);
    if (ferrule_send_best_effort(device, now, FERRULE_REFUSED, &payload) == FERRULE_OK) {
        device->refused = 0;
    }
}

static void send_time(struct ferrule_device *device, uint32_t now) {
    struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_put_u8(&payload, device->time_nonce);
    ferrule_put_u32(&payload, ferrule_now(device));
    device->time_due = ferrule_send_best_effort(device, now, FERRULE_TIME_RSP, &payload) != FERRULE_OK;
}

static void send_unsupported(struct ferrule_device *device, uint32_t now) {
    struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_put_u8(&payload, device->unsupported_type);
    device->unsupported_due = ferrule_send_best_effort(device, now, FERRULE_UNSUPPORTED, &payload) != FERRULE_OK;
}

static void send_status(struct ferrule_device *device, uint32_t now) {
    const struct ferrule_counters *const counters = &device->counters;
    struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_put_u8(&payload, ferrule_failsafe_flags(device));
    ferrule_put_varint(&payload, device->sent);
    ferrule_put_varint(&payload, counters->rx_frames);
    ferrule_put_varint(&payload, counters->crc_errors);
    ferrule_put_varint(&payload, counters->cobs_errors);
    ferrule_put_varint(&payload, counters->overruns);
    ferrule_put_varint(&payload, counters->malformed);
    ferrule_put_varint(&payload, counters->resent);
    ferrule_put_varint(&payload, counters->tx_dropped);
    ferrule_put_varint(&payload, ferrule_microseconds(device, device->loop_max));
    const enum ferrule_result result = ferrule_send_best_effort(device, now, FERRULE_STATUS, &payload);
    device->status_due = result == FERRULE_FULL; /* not again for a host that takes too short a frame for it */
    if (result == FERRULE_OK) {
        device->status_old = false;
        device->status_at = now;
        device->status_flags = ferrule_failsafe_flags(device);
        device->loop_max = 0;
    }
}

static void send_ack(struct ferrule_device *device, uint32_t now) {
    const struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_send_best_effort(device, now, FERRULE_ACK, &payload);
}

/* ---- reliable ---- */

static uint8_t next_message(const struct ferrule_device *device) {
    uint8_t readings = MESSAGE_NONE;
    for (uint8_t i = 0; i < FERRULE_WINDOW; i++) { /* next_result is the oldest */
        const uint8_t index = (uint8_t)((device->next_result + i) % FERRULE_WINDOW);
        if (device->results[index].due) {
            return (uint8_t)(MESSAGE_RESULT + index);
        }
    }
    for (uint8_t i = 0; i < FERRULE_MAX_TEMPLATES && device->changed != 0; i++) {
        if ((device->changed >> i & 1) != 0) {
            readings = (uint8_t)(MESSAGE_READINGS + i);
            break;
        }
    }
    return device->query_due        ? MESSAGE_NOT_FOUND
           : device->arm.due        ? MESSAGE_ARM_OK
           : device->dictionary_due ? MESSAGE_DICTIONARY
           : device->event.due      ? MESSAGE_EVENT
                                    : readings;
}

static uint8_t put_result(struct ferrule_writer *payload, const struct ferrule_stored_result *result) {
    ferrule_put_u32(payload, result->id);
    ferrule_put_u8(payload, result->status);
    ferrule_put_varint(payload, result->channel);
    ferrule_put_value(payload, result->kind, result->value);
    return FERRULE_CMD_RESULT;
}

static uint8_t put_not_found(const struct ferrule_device *device, struct ferrule_writer *payload) {
    ferrule_put_u32(payload, device->query_id);
    ferrule_put_u8(payload, FERRULE_NOT_FOUND);
    ferrule_put_u8(payload, 0); /* channel 0, value 0 */
    ferrule_put_u8(payload, 0);
    return FERRULE_CMD_RESULT;
}

static uint8_t put_arm_ok(struct ferrule_writer *payload, const struct ferrule_arm *arm) {
    ferrule_put_u32(payload, arm->id);
    ferrule_put_u16(payload, arm->token);
    ferrule_put_varint(payload, arm->channel);
    ferrule_put_value(payload, arm->kind, arm->value);
    return FERRULE_ARM_OK;
}

static uint8_t put_dictionary(const struct ferrule_device *device, struct ferrule_writer *payload) {
    const uint16_t offset = device->dictionary_offset;
    struct ferrule_reader dictionary = device->dictionary;
    ferrule_get_bytes(&dictionary, offset);
    ferrule_put_varint(payload, offset);
    ferrule_put_varint(payload, device->config->dictionary_size);
    while (payload->left > 0 && dictionary.left > 0) {
        ferrule_put_u8(payload, ferrule_get_u8(&dictionary));
    }
    return FERRULE_DICT_DATA;
}

static uint8_t put_event(struct ferrule_writer *payload, const struct ferrule_event *event) {
    ferrule_put_varint(payload, event->channel);
    ferrule_put_u32(payload, event->tick);
    ferrule_put_u8(payload, event->quality);
    ferrule_put_value(payload, event->kind, event->value);
    return FERRULE_EVENT;
}

static uint8_t put_message(const struct ferrule_device *device, uint8_t message, struct ferrule_writer *payload) {
    switch (message) {
    case MESSAGE_NOT_FOUND:
        return put_not_found(device, payload);
    case MESSAGE_ARM_OK:
        return put_arm_ok(payload, &device->arm);
    case MESSAGE_DICTIONARY:
        return put_dictionary(device, payload);
    case MESSAGE_EVENT:
        return put_event(payload, &device->event);
    default:
        return message >= MESSAGE_READINGS
                   ? ferrule_put_changed(device, (uint8_t)(message - MESSAGE_READINGS), payload)
                   : put_result(payload, &device->results[message - MESSAGE_RESULT]);
    }
}

/* What was built does not fit. A template that never does loses its mark; one that did, and has to be sent again with
 * values that have grown, makes way for a frame that says nothing in its place. */
static void replace(struct ferrule_device *device, uint32_t now, uint32_t bit) {
    if (device->sender.outstanding) {
        const struct ferrule_writer payload = ferrule_begin_frame(device);
        ferrule_send_reliable(device, now, FERRULE_EXPERIMENT, &payload);
    } else {
        device->changed &= ~bit;
    }
}

static void send_reliable(struct ferrule_device *device, uint32_t now) {
    const bool again = device->sender.outstanding;
    const uint8_t message = again ? device->outstanding_message : next_message(device);
    if (message == MESSAGE_NONE || (again && !ferrule_reliable_resend_due(&device->sender, now))) {
        return;
    }
    const uint32_t bit = message >= MESSAGE_READINGS ? (uint32_t)1 << (message - MESSAGE_READINGS) : 0;
    struct ferrule_writer payload = ferrule_begin_frame(device);
    const uint8_t type = put_message(device, message, &payload);
    const enum ferrule_result result = ferrule_send_reliable(device, now, type, &payload);
    if (result == FERRULE_OK) {
        device->outstanding_message = message;
        if (!again) {
            device->changed &= ~bit; /* from here on it is marked for a newer value, which no resend stands for: the
                                        host may have taken the first */
        }
    } else if (result == FERRULE_INVALID) {
        replace(device, now, bit);
    }
}

void ferrule_transmit_acknowledged(struct ferrule_device *device) {
    switch (device->outstanding_message) {
    case MESSAGE_NOT_FOUND:
        device->query_due = false;
        break;
    case MESSAGE_ARM_OK:
        device->arm.due = false;
        break;
    case MESSAGE_DICTIONARY:
        device->dictionary_due = false;
        break;
    case MESSAGE_EVENT:
        device->event.due = false;
        break;
    default:
        if (device->outstanding_message < MESSAGE_READINGS) {
            device->results[device->outstanding_message - MESSAGE_RESULT].due = false;
        }
        break;
    }
}

/* ---- all ---- */

void ferrule_transmit_new_session(struct ferrule_device *device) {
    device->event.due = device->dictionary_due = false;
    device->time_due = device->unsupported_due = device->status_due = device->ack_due = false;
    device->snapshot_sent = false;
    device->status_old = true; /* this host has had none */
    device->changed = 0;
}

void ferrule_transmit(struct ferrule_device *device, uint32_t now) {
    if (device->hello_due) {
        send_hello(device, now);
    }
    if (device->refused != 0) {
        send_refused(device, now);
    }
    if (device->nonce == 0 || device->hello_due) {
        return;
    }
    if (device->time_due) {
        send_time(device, now);
    }
    if (device->unsupported_due) {
        send_unsupported(device, now);
    }
    send_reliable(device, now);
    if (device->status_due) {
        send_status(device, now);
    }
    if (device->ack_due) {
        send_ack(device, now);
    }
}
