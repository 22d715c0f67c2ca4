/* One frame onto the line. It is built in the one tx buffer and handed on whole; its header carries its own sequence
 * number and, in a session, the acknowledgment of what the host sent (A1). */
#include "parts.h"

enum { FIRST_RESEND_MS = 50, MOST_RESEND_MS = 400, PAYLOAD_AT = 4 };

struct ferrule_writer ferrule_begin_frame(const struct ferrule_device *device) {
    const uint16_t own = (uint16_t)(device->config->tx_size - FERRULE_OVERHEAD);
    const uint16_t most = (uint16_t)(device->host_max_body - FERRULE_OVERHEAD + 2);
    const struct ferrule_writer payload = {device->config->tx + PAYLOAD_AT, own < most ? own : most, false};
    return payload;
}

static uint16_t length_of(const struct ferrule_device *device, const struct ferrule_writer *payload) {
    return (uint16_t)(payload->at - (device->config->tx + PAYLOAD_AT));
}

static enum ferrule_result write_frame(struct ferrule_device *device, uint32_t now, uint8_t hdr, uint8_t seq,
                                       uint8_t type, const struct ferrule_writer *payload) {
    const uint8_t delimiter = 0;
    const struct ferrule_config *const config = device->config;
    if (payload->failed) {
        return FERRULE_INVALID;
    }
    const uint16_t size = (uint16_t)(length_of(device, payload) + FERRULE_OVERHEAD);
    if (config->tx_room(config->context) < size + (device->line_idle ? 1 : 0)) {
        return FERRULE_FULL;
    }
    if (device->nonce != 0) {
        hdr = (uint8_t)(hdr | FERRULE_HDR_ACK_VALID | device->expected);
    }
    ferrule_seal(config->tx, hdr, seq, type, length_of(device, payload));
    if (device->line_idle) {
        config->write(config->context, &delimiter, 1);
        device->line_idle = false;
    }
    config->write(config->context, config->tx, size);
    device->written_at = now;
    device->ack_due = false;
    /* Neither answer to a HEARTBEAT counts, else every second one went unanswered and one lost ACK was T of silence. */
    device->sent_since_heartbeat = device->sent_since_heartbeat || (type != FERRULE_ACK && type != FERRULE_STATUS);
    return FERRULE_OK;
}

enum ferrule_result ferrule_send_best_effort(struct ferrule_device *device, uint32_t now, uint8_t type,
                                             const struct ferrule_writer *payload) {
    if (device->hello_due && type != FERRULE_HELLO) {
        return FERRULE_FULL;
    }
    const enum ferrule_result result =
        write_frame(device, now, FERRULE_HDR_FROM_DEVICE, (uint8_t)device->sent, type, payload);
    if (result == FERRULE_OK) {
        device->sent++;
    }
    return result;
}

enum ferrule_result ferrule_send_reliable(struct ferrule_device *device, uint32_t now, uint8_t type,
                                          const struct ferrule_writer *payload) {
    struct ferrule_sender *const sender = &device->sender;
    const enum ferrule_result result =
        write_frame(device, now, FERRULE_HDR_FROM_DEVICE | FERRULE_HDR_RELIABLE, sender->seq, type, payload);
    if (result != FERRULE_OK) {
        return result;
    }
    if (sender->outstanding) {
        device->counters.resent++;
    }
    const uint32_t bits = 10UL * (uint32_t)(length_of(device, payload) + FERRULE_OVERHEAD);
    const uint32_t line = bits * device->config->clock_hz / device->config->baud + 1;
    ferrule_reliable_sent(sender, now, line, ferrule_ticks(device, FIRST_RESEND_MS),
                          ferrule_ticks(device, MOST_RESEND_MS));
    return FERRULE_OK;
}
