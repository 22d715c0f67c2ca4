/* READINGS, EVENT and LOG: what the application has to tell. */
#include <string.h>

#include "parts.h"

/* Writes all values of a template; with qualities when asked. True when one of them was not good. */
static bool put_values(const struct ferrule_device *device, struct ferrule_writer *payload,
                       struct ferrule_reader channels, bool qualities) {
    const struct ferrule_config *const config = device->config;
    struct ferrule_reader cursor = device->dictionary;
    bool doubtful = false;
    while (channels.left > 0 && !payload->failed) {
        struct ferrule_channel channel;
        const uint32_t id = ferrule_get_varint(&channels);
        if (channels.failed || !ferrule_find_channel_after(&device->dictionary, &cursor, id, &channel)) {
            payload->failed = true;
            return false;
        }
        int32_t value = 0;
        const uint8_t quality = config->read(config->context, channel.id, &value);
        doubtful = doubtful || quality != FERRULE_GOOD;
        if (qualities) {
            ferrule_put_u8(payload, quality);
        }
        ferrule_put_value(payload, channel.kind, value);
    }
    return doubtful;
}

/* READINGS, or READINGS_Q when a value is not good. Returns which. */
static uint8_t put_template(const struct ferrule_device *device, struct ferrule_writer *payload, uint32_t id,
                            struct ferrule_reader channels, uint32_t tick) {
    ferrule_put_varint(payload, id);
    ferrule_put_u32(payload, tick);
    const struct ferrule_writer head = *payload;
    if (!put_values(device, payload, channels, false)) {
        return FERRULE_READINGS;
    }
    *payload = head;
    put_values(device, payload, channels, true);
    return FERRULE_READINGS_Q;
}

static enum ferrule_result count_dropped(struct ferrule_device *device, enum ferrule_result result) {
    if (result == FERRULE_FULL) {
        device->counters.tx_dropped++;
    }
    return result;
}

enum ferrule_result ferrule_send_readings(struct ferrule_device *device, uint32_t template_id, uint32_t tick) {
    struct ferrule_reader channels;
    if (device->nonce == 0) {
        return FERRULE_NO_SESSION;
    }
    if (!ferrule_find_template(&device->dictionary, template_id, &channels)) {
        return FERRULE_INVALID;
    }
    struct ferrule_writer payload = ferrule_begin_frame(device);
    const uint8_t type = put_template(device, &payload, template_id, channels, tick);
    return count_dropped(device, ferrule_send_best_effort(device, ferrule_now(device), type, &payload));
}

static bool shows_output(const struct ferrule_device *device, uint32_t id) {
    struct ferrule_channel channel;
    if (!ferrule_find_channel(&device->dictionary, id, &channel)) {
        return false;
    }
    ferrule_read_fields(&channel);
    return channel.writable;
}

void ferrule_mark_changed(struct ferrule_device *device, uint16_t channel) {
    struct ferrule_reader dictionary = device->dictionary;
    struct ferrule_reader channels;
    uint32_t id;
    for (uint32_t bit = 1; bit != 0 && ferrule_next_template(&dictionary, &id, &channels); bit <<= 1) {
        while (channels.left > 0 && !channels.failed) {
            const uint32_t shown = ferrule_get_varint(&channels);
            if (channel == FERRULE_EVERY_OUTPUT ? shows_output(device, shown)
                                                : shown == channel || channel == FERRULE_EVERY_CHANNEL) {
                device->changed |= bit;
            }
        }
    }
}

uint8_t ferrule_put_changed(const struct ferrule_device *device, uint8_t index, struct ferrule_writer *payload) {
    struct ferrule_reader dictionary = device->dictionary;
    struct ferrule_reader channels = {0};
    uint32_t id = 0;
    do {
        ferrule_next_template(&dictionary, &id, &channels);
    } while (index-- > 0);
    return put_template(device, payload, id, channels, ferrule_now(device));
}

enum ferrule_result ferrule_send_event(struct ferrule_device *device, uint16_t channel, uint32_t tick, uint8_t quality,
                                       int32_t value) {
    struct ferrule_channel found;
    if (device->nonce == 0) {
        return FERRULE_NO_SESSION;
    }
    if (!ferrule_find_channel(&device->dictionary, channel, &found) || found.kind > FERRULE_COUNTER) {
        return FERRULE_INVALID;
    }
    if (device->event.due) {
        return FERRULE_FULL;
    }
    device->event.channel = channel;
    device->event.kind = found.kind;
    device->event.tick = tick;
    device->event.quality = quality;
    device->event.value = value;
    device->event.due = true;
    return FERRULE_OK;
}

/* How much of the text fits, without half a character at its end. */
static uint16_t fitting(const char *text, uint16_t room) {
    uint16_t length = (uint16_t)strlen(text);
    if (length > room) {
        length = room;
        while (length > 0 && ((uint8_t)text[length] & 0xC0) == 0x80) {
            length--;
        }
    }
    return length;
}

enum ferrule_result ferrule_log(struct ferrule_device *device, enum ferrule_level level, const char *text) {
    if (level > FERRULE_ERROR) {
        return FERRULE_INVALID;
    }
    struct ferrule_writer payload = ferrule_begin_frame(device);
    ferrule_put_u8(&payload, (uint8_t)level);
    const uint16_t length = fitting(text, payload.left);
    for (uint16_t i = 0; i < length; i++) {
        const uint8_t character = (uint8_t)text[i];
        ferrule_put_u8(&payload, character < 0x20 || character == 0x7F ? (uint8_t)'?' : character);
    }
    return count_dropped(device, ferrule_send_best_effort(device, ferrule_now(device), FERRULE_LOG, &payload));
}
