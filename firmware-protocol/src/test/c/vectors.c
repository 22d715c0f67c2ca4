/*
 * The library behind lines of text, so that a program which reads the golden vectors can try them. One line in, one line
 * out; bytes are lower-case hexadecimal, "-" for none. A device is started by "dictionary" and by "boot".
 *
 *     frame BYTES               what becomes of them: nothing, cobs, crc, overrun, HDR SEQ TYPE PAYLOAD; joined by ","
 *     seal HDR SEQ TYPE PAYLOAD     the frame on the line
 *     dictionary BYTES          "whole HASH", or "broken"
 *     channel ID                "INDEX KIND WRITABLE DANGEROUS MIN MAX SAFE ENUMERATION", "none" for what is not there
 *     template ID               its channels, or "none"
 *     boot                      "ok": a device without a session, tick 0, all values 0
 *     session                   "ok": the same with a session and a HEARTBEAT of 60 s; everything sent is forgotten
 *     tick N, expect SEQ, token N, value CHANNEL RAW QUALITY, result ID STATUS CHANNEL VALUE     "ok"
 *     take BYTES                from the host: "MALFORMED UNSUPPORTED EXPECTED FRAMES"; a count, a count, the next seq, the
 *     readings TEMPLATE TICK    and the frames that the device wrote since, as HDR:SEQ:TYPE:PAYLOAD
 *     event CHANNEL TICK QUALITY VALUE
 *     log LEVEL TEXT            TEXT as bytes
 */
#include <inttypes.h>
#include <stdlib.h>

#include "parts.h"
#include "test.h"

enum { LINE = 20000, VALUES = FERRULE_MAX_CHANNEL + 1 };

static uint8_t dictionary[FERRULE_MAX_DICTIONARY], rx[FERRULE_MAX_BODY], tx[FERRULE_MAX_BODY + 2];
static uint16_t dictionary_size;
static struct ferrule_config config;
static struct ferrule_device device;
static uint32_t now;
static int32_t values[VALUES];
static uint8_t qualities[VALUES];
static char written[LINE];

static void put_bytes(char *text, const uint8_t *bytes, unsigned length) {
    for (unsigned i = 0; i < length; i++) {
        sprintf(text + strlen(text), "%02x", bytes[i]);
    }
    if (length == 0) {
        strcat(text, "-");
    }
}

static unsigned get_bytes(const char *text, uint8_t *bytes) {
    unsigned length = 0;
    unsigned byte;
    while (sscanf(text + 2 * length, "%2x", &byte) == 1) {
        bytes[length++] = (uint8_t)byte;
    }
    return length;
}

static const char *deframed(struct ferrule_deframer *deframer, uint8_t byte, char *text) {
    switch (ferrule_deframe(deframer, byte)) {
    case FERRULE_FRAME:
        sprintf(text, "%02x:%02x:%02x:", deframer->body[0], deframer->body[1], deframer->body[2]);
        put_bytes(text, deframer->body + 3, deframer->length - 3u);
        return text;
    case FERRULE_COBS_ERROR:
        return "cobs";
    case FERRULE_CRC_ERROR:
        return "crc";
    case FERRULE_OVERRUN_ERROR:
        return "overrun";
    default:
        return NULL;
    }
}

static void append_deframed(char *list, const uint8_t *bytes, unsigned length) {
    static uint8_t body[FERRULE_MAX_BODY];
    char text[2 * FERRULE_MAX_BODY + 8];
    struct ferrule_deframer deframer = {.body = body, .size = FERRULE_MAX_BODY};
    for (unsigned i = 0; i < length; i++) {
        const char *const what = deframed(&deframer, bytes[i], text);
        if (what != NULL) {
            sprintf(list + strlen(list), "%s%s", *list == '\0' ? "" : ",", what);
        }
    }
}

/* ---- the device ---- */

static uint32_t tick(void *context) {
    (void)context;
    return now;
}

static uint16_t tx_room(void *context) {
    (void)context;
    return UINT16_MAX;
}

static void write_bytes(void *context, const uint8_t *bytes, uint16_t length) {
    (void)context;
    append_deframed(written, bytes, length);
}

static uint8_t read_value(void *context, uint16_t channel, int32_t *value) {
    (void)context;
    *value = values[channel];
    return qualities[channel];
}

static enum ferrule_status set_output(void *context, uint16_t channel, int32_t value) {
    (void)context;
    values[channel] = value;
    return FERRULE_DONE;
}

/* The board of the vectors; its window is this library's own. */
static const char *boot(void) {
    static const uint8_t uid[] = {1, 2, 3, 4, 5, 6, 7, 8};
    config = (struct ferrule_config){
        .tick = tick,
        .tx_room = tx_room,
        .write = write_bytes,
        .read = read_value,
        .set_output = set_output,
        .dictionary = dictionary,
        .dictionary_size = dictionary_size,
        .firmware = "greenhouse 1.0",
        .uid = uid,
        .uid_length = sizeof uid,
        .rx = rx,
        .rx_size = 64,
        .rx_bytes = 128,
        .tx = tx,
        .tx_size = sizeof tx,
        .clock_hz = 1000,
        .baud = 115200,
    };
    now = 0;
    memset(values, 0, sizeof values);
    memset(qualities, 0, sizeof qualities);
    return ferrule_init(&device, &config, 77, FERRULE_RESET_POWER_ON) == FERRULE_OK ? "ok" : "refused";
}

static void from_host(uint8_t hdr, uint8_t seq, uint8_t type, const uint8_t *payload, uint16_t length) {
    uint8_t frame[FERRULE_MAX_BODY + 2];
    memcpy(frame + 4, payload, length);
    length = ferrule_seal(frame, hdr, seq, type, length);
    for (uint16_t i = 0; i < length; i++) {
        ferrule_receive(&device, frame[i]);
    }
}

static const char *session(void) {
    static const uint8_t request[] = {1, 0, 9, 0, 0, 0, 254, 0}, heartbeat[] = {0x60, 0xEA};
    if (strcmp(boot(), "ok") != 0) {
        return "refused";
    }
    from_host(0, 0, FERRULE_HELLO_REQ, request, sizeof request);
    from_host(0, 1, FERRULE_HEARTBEAT, heartbeat, sizeof heartbeat);
    while (device.sender.outstanding) {
        from_host((uint8_t)(FERRULE_HDR_ACK_VALID | ((device.sender.seq + 1) & 7)), 2, FERRULE_ACK, heartbeat, 0);
    }
    memset(&device.counters, 0, sizeof device.counters);
    return "ok";
}

/* ---- lines ---- */

static void describe_channel(uint32_t id, char *out) {
    const struct ferrule_reader all = ferrule_read_flash(dictionary, dictionary_size);
    struct ferrule_channel channel;
    if (!ferrule_find_channel(&all, id, &channel)) {
        strcpy(out, "none");
        return;
    }
    ferrule_read_fields(&channel);
    sprintf(out, "%u %u %d %d ", channel.index, channel.kind, channel.writable, channel.dangerous);
    sprintf(out + strlen(out), channel.has_min ? "%" PRId32 " " : "none ", channel.min);
    sprintf(out + strlen(out), channel.has_max ? "%" PRId32 " " : "none ", channel.max);
    sprintf(out + strlen(out), channel.writable ? "%" PRId32 " " : "none ", channel.safe);
    sprintf(out + strlen(out), channel.has_enumeration ? "%" PRIu32 : "none", channel.enumeration);
}

static void describe_template(uint32_t id, char *out) {
    const struct ferrule_reader all = ferrule_read_flash(dictionary, dictionary_size);
    struct ferrule_reader channels;
    if (!ferrule_find_template(&all, id, &channels)) {
        strcpy(out, "none");
        return;
    }
    while (channels.left > 0) {
        sprintf(out + strlen(out), "%s%" PRIu32, *out == '\0' ? "" : " ", ferrule_get_varint(&channels));
    }
}

static void store_result(uint32_t id, unsigned status, uint32_t channel, int32_t value) {
    struct ferrule_channel found;
    const bool exists = ferrule_find_channel(&device.dictionary, channel, &found);
    struct ferrule_stored_result *const result = &device.results[0];
    result->id = id;
    result->status = (uint8_t)status;
    result->channel = channel;
    result->value = value;
    result->kind = exists ? found.kind : (uint8_t)FERRULE_NUMBER;
    result->used = result->due = true;
}

/* How many frames of a type there are in what was written. */
static unsigned count_written(const char *type) {
    unsigned count = 0;
    for (const char *frame = written; frame != NULL; frame = strchr(frame, ',')) {
        frame += *frame == ',';
        count += strncmp(frame + strlen("00:00:"), type, 2) == 0;
    }
    return count;
}

static void tell_written(char *out) {
    ferrule_poll(&device);
    sprintf(out, "%" PRIu32 " %u %u %s", device.counters.malformed, count_written("05"), device.expected,
            *written == '\0' ? "-" : written);
}

/* Lines that make the device write. */
static bool act(const char *line, uint8_t *bytes, char *out) {
    static char text[LINE];
    uint32_t a, b, c;
    int32_t value;
    *written = '\0';
    if (sscanf(line, "take %19999s", text) == 1) {
        const unsigned length = get_bytes(text, bytes);
        for (unsigned i = 0; i < length; i++) {
            ferrule_receive(&device, bytes[i]);
        }
    } else if (sscanf(line, "readings %" SCNu32 " %" SCNu32, &a, &b) == 2) {
        ferrule_send_readings(&device, a, b);
    } else if (sscanf(line, "event %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNd32, &a, &b, &c, &value) == 4) {
        ferrule_send_event(&device, (uint16_t)a, b, (uint8_t)c, value);
    } else if (sscanf(line, "result %" SCNu32 " %" SCNu32 " %" SCNu32 " %" SCNd32, &a, &b, &c, &value) == 4) {
        store_result(a, b, c, value);
    } else if (sscanf(line, "log %" SCNu32 " %19999s", &a, text) == 2) {
        bytes[get_bytes(text, bytes)] = '\0';
        ferrule_log(&device, (enum ferrule_level)a, (const char *)bytes);
    } else {
        return false;
    }
    tell_written(out);
    return true;
}

static bool set(const char *line, char *out) {
    uint32_t a, b;
    int32_t value;
    if (sscanf(line, "tick %" SCNu32, &a) == 1) {
        now = a;
    } else if (sscanf(line, "expect %" SCNu32, &a) == 1) {
        device.expected = (uint8_t)a;
    } else if (sscanf(line, "token %" SCNu32, &a) == 1) {
        device.next_token = (uint16_t)a;
    } else if (sscanf(line, "value %" SCNu32 " %" SCNd32 " %" SCNu32, &a, &value, &b) == 3 && a < VALUES) {
        values[a] = value;
        qualities[a] = (uint8_t)b;
    } else {
        return false;
    }
    strcpy(out, "ok");
    return true;
}

static void answer(const char *line, char *out) {
    static char text[LINE];
    static uint8_t bytes[LINE];
    unsigned hdr, seq, type;
    uint32_t id;
    if (sscanf(line, "frame %19999s", text) == 1) {
        append_deframed(out, bytes, get_bytes(text, bytes));
        if (*out == '\0') {
            strcpy(out, "nothing");
        }
    } else if (sscanf(line, "seal %2x %2x %2x %19999s", &hdr, &seq, &type, text) == 4) {
        const unsigned length = get_bytes(text, bytes + 4);
        put_bytes(out, bytes, ferrule_seal(bytes, (uint8_t)hdr, (uint8_t)seq, (uint8_t)type, (uint16_t)length));
    } else if (sscanf(line, "dictionary %19999s", text) == 1) {
        const unsigned length = get_bytes(text, bytes);
        dictionary_size = (uint16_t)(length <= sizeof dictionary ? length : 0);
        memcpy(dictionary, bytes, dictionary_size);
        const struct ferrule_reader all = ferrule_read_flash(dictionary, dictionary_size);
        sprintf(out, ferrule_dictionary_is_whole(&all) ? "whole %" PRIu32 : "broken",
                ferrule_crc32c_flash(0, dictionary, dictionary_size));
    } else if (sscanf(line, "channel %" SCNu32, &id) == 1) {
        describe_channel(id, out);
    } else if (sscanf(line, "template %" SCNu32, &id) == 1) {
        describe_template(id, out);
    } else if (strcmp(line, "boot") == 0) {
        strcpy(out, boot());
    } else if (strcmp(line, "session") == 0) {
        strcpy(out, session());
    } else if (!set(line, out) && !act(line, bytes, out)) {
        sprintf(out, "error %.60s", line);
    }
}

int main(void) {
    static char line[LINE], out[2 * LINE];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        *out = '\0';
        answer(line, out);
        puts(out);
        fflush(stdout);
    }
    return 0;
}
