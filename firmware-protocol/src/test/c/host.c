#include "host.h"

#include "test.h"

struct host host;

const uint8_t host_dictionary[] FERRULE_FLASH = {
    FERRULE_BOARD(FERRULE_MODEL('t', 'e', 's', 't')),
    FERRULE_CHANNEL(FERRULE_ID(TEMPERATURE), FERRULE_KEY('t', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e'),
                    FERRULE_UNIT('C', 'e', 'l'), FERRULE_DECIMALS(1), FERRULE_MIN(FERRULE_Z2(-400)),
                    FERRULE_MAX(FERRULE_Z2(1250)), FERRULE_PERIOD(FERRULE_V1(100))),
    FERRULE_CHANNEL(FERRULE_ID(RELAY), FERRULE_KEY('r', 'e', 'l', 'a', 'y'), FERRULE_OUTPUT(FERRULE_SWITCH),
                    FERRULE_SAFE(FERRULE_Z1(0))),
    /* min before id and kind: fields come in any order */
    FERRULE_CHANNEL(FERRULE_MIN(FERRULE_Z1(0)), FERRULE_MAX(FERRULE_Z2(1000)), FERRULE_KEY('v', 'a', 'l', 'v', 'e'),
                    FERRULE_ID(VALVE), FERRULE_OUTPUT(FERRULE_NUMBER), FERRULE_SAFE(FERRULE_Z2(500))),
    FERRULE_RECORD(99, 1, 2, 3), /* unknown, to be skipped */
    FERRULE_CHANNEL(FERRULE_ID(HEATER), FERRULE_KEY('h', 'e', 'a', 't', 'e', 'r'), FERRULE_OUTPUT(FERRULE_SWITCH),
                    FERRULE_DANGEROUS, FERRULE_SAFE(FERRULE_Z1(0))),
    /* -1.5, 100 and 20 */
    FERRULE_CHANNEL(FERRULE_ID(SETPOINT), FERRULE_KEY('s', 'e', 't', 'p', 'o', 'i', 'n', 't'),
                    FERRULE_MIN(0x00, 0x00, 0xC0, 0xBF), FERRULE_MAX(0x00, 0x00, 0xC8, 0x42),
                    FERRULE_OUTPUT(FERRULE_FLOAT), FERRULE_RECORD(99, 7), FERRULE_SAFE(0x00, 0x00, 0xA0, 0x41)),
    FERRULE_CHANNEL(FERRULE_ID(MODE), FERRULE_KEY('m', 'o', 'd', 'e'), FERRULE_OUTPUT(FERRULE_ENUMERATION),
                    FERRULE_SAFE(FERRULE_Z1(0)), FERRULE_OF_ENUM(1)),
    FERRULE_ENUM(1, FERRULE_LABEL(0, 'o', 'f', 'f'), FERRULE_LABEL(1, 'a', 'u', 't', 'o'),
                 FERRULE_LABEL(-5, 'b', 'o', 'o', 's', 't')),
    FERRULE_CHANNEL(FERRULE_ID(TOTAL), FERRULE_KEY('t', 'o', 't', 'a', 'l'), FERRULE_KIND(FERRULE_COUNTER)),
    FERRULE_TEMPLATE(SENSORS, TEMPERATURE, TOTAL),
    FERRULE_TEMPLATE(OUTPUTS, RELAY, VALVE, HEATER, SETPOINT, MODE),
    FERRULE_TEMPLATE(VALVES, VALVE),
};
const uint16_t host_dictionary_size = sizeof host_dictionary;

/* ---- the application's side ---- */

static uint32_t tick(void *context) { return ((struct host *)context)->tick; }

static uint16_t tx_room(void *context) { return ((struct host *)context)->room; }

static uint8_t read_value(void *context, uint16_t channel, int32_t *value) {
    struct host *const h = context;
    *value = h->value[channel];
    return h->quality[channel];
}

static enum ferrule_status set_output(void *context, uint16_t channel, int32_t value) {
    struct host *const h = context;
    h->sets[channel]++;
    if (h->answer[channel] == FERRULE_DONE) {
        h->value[channel] = value;
    }
    return h->answer[channel];
}

static void take_frame(struct host *h, const struct ferrule_deframer *deframer) {
    if (h->count == sizeof h->frames / sizeof *h->frames) {
        fail(__FILE__, __LINE__, "more frames than the test has room for");
        return;
    }
    struct frame *const frame = &h->frames[h->count++];
    frame->hdr = deframer->body[0];
    frame->seq = deframer->body[1];
    frame->type = deframer->body[2];
    frame->length = (uint16_t)(deframer->length - 3);
    memcpy(frame->payload, deframer->body + 3, frame->length);
    if ((frame->hdr & FERRULE_HDR_RELIABLE) != 0 && frame->seq == h->expected) {
        h->expected = (h->expected + 1) & 7;
    }
}

static void write_bytes(void *context, const uint8_t *bytes, uint16_t length) {
    static uint8_t body[FERRULE_MAX_BODY];
    static struct ferrule_deframer deframer = {.body = body, .size = FERRULE_MAX_BODY};
    struct host *const h = context;
    if (length > h->room) {
        fail(__FILE__, __LINE__, "write() beyond tx_room()");
    }
    for (uint16_t i = 0; i < length; i++) {
        if (h->line_length < sizeof h->line) {
            h->line[h->line_length++] = bytes[i];
        }
        if (bytes[i] == 0 && !deframer.started) {
            h->delimiters++;
        }
        switch (ferrule_deframe(&deframer, bytes[i])) {
        case FERRULE_FRAME:
            take_frame(h, &deframer);
            break;
        case FERRULE_NO_FRAME:
            break;
        default:
            fail(__FILE__, __LINE__, "the device sent a damaged frame");
        }
    }
}

/* ---- the host's side ---- */

void host_prepare(void) {
    memset(&host, 0, sizeof host);
    memset(&host.device, 0xA5, sizeof host.device); /* as RAM may be */
    host.tick = 0xFFFFFC00; /* about to wrap */
    host.room = UINT16_MAX;
    host.config = (struct ferrule_config){
        .context = &host,
        .tick = tick,
        .tx_room = tx_room,
        .write = write_bytes,
        .read = read_value,
        .set_output = set_output,
        .dictionary = host_dictionary,
        .dictionary_size = host_dictionary_size,
        .firmware = "test 1.0",
        .rx = host.rx,
        .rx_size = 64,
        .rx_bytes = 128,
        .tx = host.tx,
        .tx_size = 80,
        .clock_hz = 1000,
        .baud = 115200,
    };
}

void host_boot(void) {
    host_prepare();
    if (ferrule_init(&host.device, &host.config, BOOT_ID, FERRULE_RESET_POWER_ON) != FERRULE_OK) {
        fail(__FILE__, __LINE__, "the test's own config is refused");
    }
}

void host_clear(void) {
    host.count = host.delimiters = host.line_length = 0;
    memset(host.sets, 0, sizeof host.sets);
}

void host_connect(void) {
    host_boot();
    host_hello_req(NONCE);
    host_clear();
}

void host_arm(void) {
    host_connect();
    host_heartbeat(2000);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    host_settle();
    host_clear();
}

void host_pass(uint32_t ms) {
    while (ms-- > 0) {
        host.tick++;
        ferrule_poll(&host.device);
    }
}

void host_send_bytes(const uint8_t *bytes, uint16_t length) {
    for (uint16_t i = 0; i < length; i++) {
        ferrule_receive(&host.device, bytes[i]);
    }
}

void host_send_frame(uint8_t hdr, uint8_t seq, uint8_t type, const uint8_t *payload, uint16_t length) {
    uint8_t frame[FERRULE_MAX_BODY + 2];
    if (length > 0) {
        memcpy(frame + 4, payload, length);
    }
    host_send_bytes(frame, ferrule_seal(frame, hdr, seq, type, length));
}

void host_send(uint8_t type, const uint8_t *payload, uint16_t length) {
    host_send_frame(0x08 | host.expected, host.best_effort_seq++, type, payload, length);
}

void host_send_reliable(uint8_t type, const uint8_t *payload, uint16_t length) {
    const uint8_t seq = host.seq;
    host.seq = (host.seq + 1) & 7;
    host_send_frame(0x48 | host.expected, seq, type, payload, length);
}

void host_hello_req(uint32_t nonce) {
    uint8_t payload[8];
    struct ferrule_writer writer = {payload, sizeof payload, false};
    host.seq = host.expected = 0;
    ferrule_put_u8(&writer, 1);
    ferrule_put_u8(&writer, 0);
    ferrule_put_u32(&writer, nonce);
    ferrule_put_u8(&writer, FERRULE_MAX_BODY);
    ferrule_put_u8(&writer, 0);
    host_send_frame(0, host.best_effort_seq++, FERRULE_HELLO_REQ, payload, sizeof payload);
}

void host_heartbeat(uint16_t timeout_ms) {
    SEND(FERRULE_HEARTBEAT, (uint8_t)timeout_ms, (uint8_t)(timeout_ms >> 8));
}

void host_cmd(uint8_t type, uint32_t id, uint32_t channel, uint32_t deadline, int32_t value) {
    uint8_t payload[24];
    struct ferrule_writer writer = {payload, sizeof payload, false};
    ferrule_put_u32(&writer, id);
    ferrule_put_varint(&writer, channel);
    ferrule_put_u32(&writer, deadline);
    ferrule_put_value(&writer, channel == SETPOINT ? FERRULE_FLOAT : FERRULE_NUMBER, value);
    host_send_reliable(type, payload, (uint16_t)(sizeof payload - writer.left));
}

void host_confirm(uint32_t id, uint16_t token) {
    uint8_t payload[6];
    struct ferrule_writer writer = {payload, sizeof payload, false};
    ferrule_put_u32(&writer, id);
    ferrule_put_u16(&writer, token);
    host_send_reliable(FERRULE_CONFIRM, payload, sizeof payload);
}

void host_query(uint32_t id) {
    uint8_t payload[4];
    struct ferrule_writer writer = {payload, sizeof payload, false};
    ferrule_put_u32(&writer, id);
    host_send_reliable(FERRULE_CMD_QUERY, payload, sizeof payload);
}

void host_acknowledge(void) { host_send(FERRULE_ACK, NULL, 0); }

void host_settle(void) {
    while (host.device.sender.outstanding) {
        host_acknowledge();
    }
}

const struct frame *host_newest(uint8_t type) {
    for (unsigned i = host.count; i-- > 0;) {
        if (host.frames[i].type == type) {
            return &host.frames[i];
        }
    }
    return NULL;
}

unsigned host_count(uint8_t type) {
    unsigned count = 0;
    for (unsigned i = 0; i < host.count; i++) {
        count += host.frames[i].type == type;
    }
    return count;
}

struct outcome host_outcome(void) {
    struct outcome outcome = {0};
    const struct frame *const frame = host_newest(FERRULE_CMD_RESULT);
    if (frame != NULL) {
        struct ferrule_reader payload = ferrule_read_from(frame->payload, frame->length);
        outcome.id = ferrule_get_u32(&payload);
        outcome.status = ferrule_get_u8(&payload);
        outcome.channel = ferrule_get_varint(&payload);
        outcome.value = ferrule_get_value(&payload, outcome.channel == SETPOINT ? FERRULE_FLOAT : FERRULE_NUMBER);
        outcome.came = ferrule_read_all(&payload);
        host_acknowledge();
        host.count = 0;
    }
    return outcome;
}
