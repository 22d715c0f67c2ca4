/* A2 to A5: the session, and what each type of frame does. */
#include <string.h>

#include "parts.h"

enum { STATUS_EVERY_MS = 5000 };

static bool is_complete(const struct ferrule_config *config) {
    return config->tick && config->tx_room && config->write && config->read && config->set_output &&
           config->dictionary && config->firmware && config->rx && config->tx &&
           (config->uid || config->uid_length == 0);
}

static bool is_in_range(const struct ferrule_config *config) {
    const size_t firmware = strlen(config->firmware);
    const uint16_t hello = (uint16_t)(FERRULE_HELLO_TX + firmware + config->uid_length);
    return config->dictionary_size <= FERRULE_MAX_DICTIONARY && firmware >= 1 && firmware <= 32 &&
           config->uid_length <= 16 && config->rx_size >= FERRULE_MIN_BODY &&
           config->rx_size <= FERRULE_MAX_BODY && config->rx_bytes >= 64 &&
           config->tx_size >= FERRULE_MIN_TX && config->tx_size >= hello && config->tx_size <= FERRULE_MAX_BODY + 2 &&
           config->clock_hz >= 100 && config->clock_hz <= 20000 && config->baud >= 1200 && config->baud <= 4000000;
}

enum ferrule_result ferrule_init(struct ferrule_device *device, const struct ferrule_config *config, uint32_t boot,
                                 enum ferrule_reset_cause cause) {
    memset(device, 0, sizeof *device);
    if (!is_complete(config) || !is_in_range(config)) {
        return FERRULE_INVALID;
    }
    device->dictionary = ferrule_read_flash(config->dictionary, config->dictionary_size);
    if (!ferrule_dictionary_is_whole(&device->dictionary)) {
        return FERRULE_INVALID;
    }
    device->config = config;
    const uint32_t now = ferrule_now(device);
    device->boot = boot;
    device->reset_cause = (uint8_t)cause;
    device->dictionary_hash = ferrule_crc32c_flash(0, config->dictionary, config->dictionary_size);
    device->next_token = (uint16_t)(boot ^ now);
    device->rx.body = config->rx;
    device->rx.size = config->rx_size;
    device->host_max_body = FERRULE_MAX_BODY;
    device->polled_at = device->hello_at = device->written_at = now;
    device->line_idle = device->status_old = device->hello_due = true;
    ferrule_failsafe_init(device, now);
    return FERRULE_OK;
}

enum ferrule_state ferrule_state(const struct ferrule_device *device) { return device->state; }

bool ferrule_has_session(const struct ferrule_device *device) { return device->nonce != 0; }

void ferrule_count_overrun(struct ferrule_device *device) { device->counters.overruns++; }

/* ---- frames ---- */

static enum ferrule_handled on_hello_req(struct ferrule_device *device, struct ferrule_reader payload) {
    const uint16_t version = ferrule_get_u16(&payload);
    const bool foreign = !payload.failed && (version & 0xFF) != 1;
    const uint32_t nonce = ferrule_get_u32(&payload);
    const uint8_t max_body = ferrule_get_u8(&payload);
    ferrule_get_u8(&payload); /* flags: none of the offers is known; nor what may follow */
    device->refused = foreign          ? FERRULE_REFUSED_VERSION
                      : payload.failed ? FERRULE_REFUSED_LENGTH
                      : nonce == 0     ? FERRULE_REFUSED_NONCE
                      : max_body < FERRULE_MIN_BODY || max_body > FERRULE_MAX_BODY ? FERRULE_REFUSED_MAX_BODY
                                                                                    : 0;
    if (device->refused != 0) {
        return FERRULE_MALFORMED;
    }
    if (nonce != device->nonce) {
        device->nonce = nonce;
        device->host_max_body = max_body;
        ferrule_reliable_reset(&device->sender);
        device->expected = 0;
        ferrule_command_new_session(device);
        ferrule_transmit_new_session(device);
    }
    device->hello_due = true;
    return FERRULE_TAKEN;
}

static enum ferrule_handled on_dict_get(struct ferrule_device *device, struct ferrule_reader payload) {
    const uint32_t offset = ferrule_get_varint(&payload);
    if (!ferrule_read_all(&payload) || offset >= device->config->dictionary_size) {
        return FERRULE_MALFORMED;
    }
    if (device->dictionary_due) {
        return FERRULE_NOT_NOW;
    }
    device->dictionary_offset = (uint16_t)offset;
    device->dictionary_due = true;
    return FERRULE_TAKEN;
}

static enum ferrule_handled on_time_req(struct ferrule_device *device, struct ferrule_reader payload) {
    const uint8_t nonce = ferrule_get_u8(&payload);
    if (!ferrule_read_all(&payload)) {
        return FERRULE_MALFORMED;
    }
    device->time_nonce = nonce;
    device->time_due = true;
    return FERRULE_TAKEN;
}

static enum ferrule_handled on_rearm(struct ferrule_device *device, struct ferrule_reader payload) {
    if (!ferrule_read_all(&payload)) {
        return FERRULE_MALFORMED;
    }
    ferrule_failsafe_rearm(device);
    return FERRULE_TAKEN;
}

static enum ferrule_handled on_heartbeat(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now) {
    const uint16_t timeout = ferrule_get_u16(&payload);
    if (!ferrule_read_all(&payload) || timeout < 200 || timeout > 60000) {
        return FERRULE_MALFORMED;
    }
    ferrule_failsafe_heartbeat(device, now, timeout);
    /* The host has the dictionary now: it gets every value, even one that seldom changes. */
    if (!device->snapshot_sent) {
        device->snapshot_sent = true;
        ferrule_mark_changed(device, FERRULE_EVERY_CHANNEL);
    }
    if (device->status_old || ferrule_failsafe_flags(device) != device->status_flags) {
        device->status_due = true;
    } else if (!device->sent_since_heartbeat) {
        device->ack_due = true;
    }
    device->sent_since_heartbeat = false;
    return FERRULE_TAKEN;
}

static enum ferrule_handled on_reliable(struct ferrule_device *device, uint8_t type, struct ferrule_reader payload,
                                        uint32_t now) {
    switch (type) {
    case FERRULE_DICT_GET:
        return on_dict_get(device, payload);
    case FERRULE_CMD:
        return ferrule_on_cmd(device, payload, now);
    case FERRULE_ARM:
        return ferrule_on_arm(device, payload, now);
    case FERRULE_CONFIRM:
        return ferrule_on_confirm(device, payload, now);
    case FERRULE_CMD_QUERY:
        return ferrule_on_cmd_query(device, payload);
    default:
        return on_rearm(device, payload);
    }
}

static enum ferrule_handled on_best_effort(struct ferrule_device *device, uint8_t type, struct ferrule_reader payload,
                                           uint32_t now) {
    switch (type) {
    case FERRULE_TIME_REQ:
        return on_time_req(device, payload);
    case FERRULE_HEARTBEAT:
        return on_heartbeat(device, payload, now);
    case FERRULE_ACK:
        return ferrule_read_all(&payload) ? FERRULE_TAKEN : FERRULE_MALFORMED;
    case FERRULE_REFUSED: /* for people who watch the line */
        ferrule_get_u16(&payload);
        return payload.failed ? FERRULE_MALFORMED : FERRULE_TAKEN;
    case FERRULE_UNSUPPORTED:
        ferrule_get_u8(&payload);
        return ferrule_read_all(&payload) ? FERRULE_TAKEN : FERRULE_MALFORMED;
    default: /* HELLO_REQ, which was seen before, but with R set */
        return FERRULE_MALFORMED;
    }
}

enum delivery { UNKNOWN, BEST_EFFORT, RELIABLE };

/* How a host sends that type; UNKNOWN is what no host sends. */
static enum delivery delivery_of(uint8_t type) {
    switch (type) {
    case FERRULE_DICT_GET:
    case FERRULE_CMD:
    case FERRULE_ARM:
    case FERRULE_CONFIRM:
    case FERRULE_CMD_QUERY:
    case FERRULE_REARM:
        return RELIABLE;
    case FERRULE_ACK:
    case FERRULE_HELLO_REQ:
    case FERRULE_UNSUPPORTED:
    case FERRULE_REFUSED:
    case FERRULE_TIME_REQ:
    case FERRULE_HEARTBEAT:
        return BEST_EFFORT;
    default:
        return UNKNOWN;
    }
}

static enum ferrule_handled dispatch(struct ferrule_device *device, uint8_t hdr, uint8_t type,
                                     struct ferrule_reader payload, uint32_t now) {
    const bool reliable = (hdr & FERRULE_HDR_RELIABLE) != 0;
    switch (delivery_of(type)) {
    case RELIABLE:
        return reliable ? on_reliable(device, type, payload, now) : FERRULE_MALFORMED;
    case BEST_EFFORT:
        return reliable ? FERRULE_MALFORMED : on_best_effort(device, type, payload, now);
    case UNKNOWN:
    default:
        if (type >= 0x80) {
            device->unsupported_type = type;
            device->unsupported_due = true;
        }
        return FERRULE_TAKEN;
    }
}

static enum ferrule_handled on_frame_in_session(struct ferrule_device *device, uint8_t hdr, uint8_t seq, uint8_t type,
                                                struct ferrule_reader payload, uint32_t now) {
    if ((hdr & FERRULE_HDR_ACK_VALID) != 0 && ferrule_reliable_acknowledge(&device->sender, hdr & 7)) {
        ferrule_transmit_acknowledged(device);
    }
    if ((hdr & FERRULE_HDR_RELIABLE) == 0) {
        return dispatch(device, hdr, type, payload, now);
    }
    if (seq != device->expected) { /* a repeat, or after a gap */
        device->ack_due = true;
        return FERRULE_TAKEN;
    }
    const enum ferrule_handled handled = dispatch(device, hdr, type, payload, now);
    if (handled != FERRULE_NOT_NOW) {
        device->expected = (device->expected + 1) & 7;
        device->ack_due = true;
    }
    return handled;
}

/* What has run out by now: the heartbeats, a pending ARM. */
static void expire(struct ferrule_device *device, uint32_t now) {
    if (ferrule_failsafe_check(device, now)) {
        ferrule_mark_changed(device, FERRULE_EVERY_OUTPUT);
    }
    ferrule_arm_expire(device, now);
}

static void on_frame(struct ferrule_device *device) {
    const uint32_t now = ferrule_now(device);
    const uint8_t hdr = device->rx.body[0];
    const uint8_t seq = device->rx.body[1];
    const uint8_t type = device->rx.body[2];
    const struct ferrule_reader payload = ferrule_read_from(device->rx.body + 3, (uint16_t)(device->rx.length - 3));
    enum ferrule_handled handled = FERRULE_TAKEN;
    if ((hdr & FERRULE_HDR_NOT_OURS) != 0 || ((hdr & FERRULE_HDR_RELIABLE) != 0 && seq > 7)) {
        return;
    }
    device->counters.rx_frames++;
    expire(device, now); /* first: a late HEARTBEAT must not hide that the loop stood still */
    if (type == FERRULE_HELLO_REQ && (hdr & FERRULE_HDR_RELIABLE) == 0) {
        handled = on_hello_req(device, payload);
    } else if (device->nonce != 0) {
        handled = on_frame_in_session(device, hdr, seq, type, payload, now);
    }
    if (handled == FERRULE_MALFORMED) {
        device->counters.malformed++;
    }
    ferrule_transmit(device, now);
}

void ferrule_receive(struct ferrule_device *device, uint8_t byte) {
    switch (ferrule_deframe(&device->rx, byte)) {
    case FERRULE_FRAME:
        on_frame(device);
        break;
    case FERRULE_COBS_ERROR:
        device->counters.cobs_errors++;
        break;
    case FERRULE_OVERRUN_ERROR:
        device->counters.overruns++;
        break;
    case FERRULE_CRC_ERROR:
        device->counters.crc_errors++;
        break;
    case FERRULE_NO_FRAME:
    default:
        break;
    }
}

void ferrule_poll(struct ferrule_device *device) {
    const uint32_t now = ferrule_now(device);
    const uint32_t second = device->config->clock_hz;
    const uint32_t elapsed = now - device->polled_at;
    device->polled_at = now;
    if (elapsed > device->loop_max) {
        device->loop_max = elapsed;
    }
    expire(device, now);
    /* Ages become flags here, so that none is asked for again after the tick has wrapped. */
    device->line_idle = device->line_idle || now - device->written_at >= second;
    device->status_old = device->status_old || now - device->status_at >= ferrule_ticks(device, STATUS_EVERY_MS);
    device->hello_due = device->hello_due || (device->nonce == 0 && now - device->hello_at >= second);
    ferrule_transmit(device, now);
}
