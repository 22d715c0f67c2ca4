/*
 * The parts that ferrule.h is made of, one source each, with their contracts. Not for applications.
 *
 * Each source calls only those that stand further to the right; a test holds the objects against this drawing.
 *
 *     device.c               init, receive, poll; the session, and what each type of frame does
 *         transmit.c             which frame goes next, and what it carries
 *         command.c              CMD, ARM, CONFIRM, CMD_QUERY and the stored results
 *             failsafe.c             BOOT, ARMED, FAIL-SAFE and the outputs
 *             readings.c             READINGS, EVENT, LOG: what the application has to tell
 *                 line.c                 one frame onto the line: its header, its sequence number, room for it
 *                     reliable.c             the outstanding frame, its acknowledgment, its resend time
 *                     frame.c                bytes to checked bodies, bodies to bytes
 *                         cobs.c
 *                         crc32c.c
 *                 dictionary.c           channels and templates, found in flash
 *                     value.c                a value by its kind
 *                         varint.c               numbers of 1 to 5 bytes
 *                             bytes.c                cursors over bytes
 *                             ticks.c                the time, and durations in ticks
 */
#ifndef FERRULE_PARTS_H
#define FERRULE_PARTS_H

#include "ferrule.h"

/* Types of frame (A2). */
enum {
    FERRULE_ACK = 0x00,
    FERRULE_HELLO = 0x01,
    FERRULE_HELLO_REQ = 0x02,
    FERRULE_DICT_GET = 0x03,
    FERRULE_DICT_DATA = 0x04,
    FERRULE_UNSUPPORTED = 0x05,
    FERRULE_REFUSED = 0x06,
    FERRULE_READINGS = 0x10,
    FERRULE_READINGS_Q = 0x11,
    FERRULE_EVENT = 0x12,
    FERRULE_TIME_REQ = 0x20,
    FERRULE_TIME_RSP = 0x21,
    FERRULE_CMD = 0x30,
    FERRULE_CMD_RESULT = 0x31,
    FERRULE_ARM = 0x32,
    FERRULE_ARM_OK = 0x33,
    FERRULE_CONFIRM = 0x34,
    FERRULE_CMD_QUERY = 0x35,
    FERRULE_REARM = 0x36,
    FERRULE_HEARTBEAT = 0x40,
    FERRULE_LOG = 0x50,
    FERRULE_STATUS = 0x60,
    FERRULE_EXPERIMENT = 0x7F
};

/* What is wrong with a HELLO_REQ (A3). */
enum {
    FERRULE_REFUSED_LENGTH = 1,
    FERRULE_REFUSED_VERSION = 2,
    FERRULE_REFUSED_NONCE = 3,
    FERRULE_REFUSED_MAX_BODY = 5
};

/* hdr (A1).
 *
 *      7   6   5   4   3   2  1  0
 *     +---+---+---+---+---+---------+
 *     | D | R | X | 0 | A |   ack   |
 *     +---+---+---+---+---+---------+
 */
enum {
    FERRULE_HDR_FROM_DEVICE = 0x80,
    FERRULE_HDR_RELIABLE = 0x40,
    FERRULE_HDR_NOT_OURS = 0xB0, /* an echo, a header extension, a later version */
    FERRULE_HDR_ACK_VALID = 0x08
};

/* ---- ticks.c ---- */

/* The present tick, from the application's callback. */
uint32_t ferrule_now(const struct ferrule_device *device);

/* That many milliseconds in ticks, rounded up. milliseconds at most 60000. */
uint32_t ferrule_ticks(const struct ferrule_device *device, uint32_t milliseconds);

/* That many ticks in microseconds; UINT32_MAX when it is more than that. */
uint32_t ferrule_microseconds(const struct ferrule_device *device, uint32_t ticks);

/* ---- bytes.c: cursors. A failed cursor stays failed, so a run of calls is checked once, at its end. ---- */

struct ferrule_writer {
    uint8_t *at;
    uint16_t left;
    bool failed;
};

/* A cursor over bytes in RAM, and over bytes in flash. The bytes stay the caller's. */
struct ferrule_reader ferrule_read_from(const uint8_t *bytes, uint16_t length);
struct ferrule_reader ferrule_read_flash(const uint8_t *bytes, uint16_t length);

/* Little endian. Not enough left: failed is set, the result is 0 and the cursor has not moved. */
uint8_t ferrule_get_u8(struct ferrule_reader *reader);
uint16_t ferrule_get_u16(struct ferrule_reader *reader);
uint32_t ferrule_get_u32(struct ferrule_reader *reader);

/* The next length bytes as a reader of their own, passed over in this one. Not enough left: both are failed, the
 * result is empty and the cursor has not moved. */
struct ferrule_reader ferrule_get_bytes(struct ferrule_reader *reader, uint32_t length);

/* Everything was read, and nothing was missing. */
bool ferrule_read_all(const struct ferrule_reader *reader);

/* Little endian. No room: failed is set and nothing is written. bytes may be NULL for a length of 0. */
void ferrule_put_u8(struct ferrule_writer *writer, uint8_t value);
void ferrule_put_u16(struct ferrule_writer *writer, uint16_t value);
void ferrule_put_u32(struct ferrule_writer *writer, uint32_t value);
void ferrule_put_bytes(struct ferrule_writer *writer, const uint8_t *bytes, uint16_t length);

/* ---- varint.c (section 0) ---- */

/* Cut short, overlong, longer than 5 bytes or 2^32 and above: failed is set, the result is 0 and the cursor is
 * somewhere in the number. */
uint32_t ferrule_get_varint(struct ferrule_reader *reader);
int32_t ferrule_get_zigzag(struct ferrule_reader *reader);

/* 1 to 5 bytes. No room: failed is set and nothing of the number is written. */
void ferrule_put_varint(struct ferrule_writer *writer, uint32_t value);
void ferrule_put_zigzag(struct ferrule_writer *writer, int32_t value);

/* ---- value.c (0.2) ---- */

/* V(kind). An unknown kind, or what ferrule_get_u32() and ferrule_get_zigzag() refuse: failed is set. A switch is
 * written as 0 or 1. */
int32_t ferrule_get_value(struct ferrule_reader *reader, uint8_t kind);
void ferrule_put_value(struct ferrule_writer *writer, uint8_t kind, int32_t value);

/* Whether a <= b as values of that kind. Floats are compared without floating point; never with a NaN. */
bool ferrule_at_most(uint8_t kind, int32_t a, int32_t b);

/* ---- crc32c.c ---- */

/* The CRC of bytes that continue those of which crc is the CRC; 0 for the first. Bit by bit, or, with FERRULE_CRC_TABLE
 * defined, from a table of 1 KiB in flash. */
uint32_t ferrule_crc32c(uint32_t crc, const uint8_t *bytes, uint16_t length);

/* The same of bytes in flash. */
uint32_t ferrule_crc32c_flash(uint32_t crc, const uint8_t *bytes, uint16_t length);

/* ---- cobs.c ---- */

/* Encodes in place: the caller put length bytes at frame[1]; afterwards frame[0] to frame[length] are their encoding,
 * which has no zero, and frame[length + 1] is the delimiter. Returns length + 2. A length of 0 or above 254: returns 0
 * and has written nothing. */
uint16_t ferrule_cobs_encode(uint8_t *frame, uint16_t length);

/* ---- frame.c (A1) ---- */

enum ferrule_deframed {
    FERRULE_NO_FRAME, /* more bytes are needed */
    FERRULE_FRAME,    /* body[0] hdr, [1] seq, [2] type, payload to [length - 1]: valid until the next call */
    FERRULE_COBS_ERROR,
    FERRULE_OVERRUN_ERROR,
    FERRULE_CRC_ERROR
};

/* Collects one byte of the line. The body's buffer is written at any time; its content means something only after
 * FERRULE_FRAME; length then counts no CRC. After every answer but FERRULE_NO_FRAME the next byte starts a new frame.
 * */
enum ferrule_deframed ferrule_deframe(struct ferrule_deframer *deframer, uint8_t byte);

/* Makes a frame of the length bytes of payload that the caller put at frame[4]; frame has room for length + 9. Returns
 * the bytes to be written, length + 9, delimiter included. A length above 247: returns 0 and has written nothing. */
uint16_t ferrule_seal(uint8_t *frame, uint8_t hdr, uint8_t seq, uint8_t type, uint16_t length);

/* ---- dictionary.c (A8). All of it is read from flash at each call; nothing is kept in RAM. ---- */

struct ferrule_channel {
    uint16_t id;
    uint8_t index; /* 0 for the first channel of the dictionary */
    uint8_t kind;
    struct ferrule_reader fields;
    /* the rest is valid after ferrule_read_fields() */
    bool writable, dangerous, has_min, has_max, has_enumeration;
    int32_t min, max, safe;
    uint32_t enumeration;
};

/* Passes over the next `tag, length, body`, of records or of fields; a tag above 254 is given as 255, which is none
 * that is known. False at the end, and, with failed set, where a record runs past the end or its head is no varint. */
bool ferrule_next_record(struct ferrule_reader *records, uint8_t *tag, struct ferrule_reader *body);

/* Whether every record of the dictionary is whole and it has at most 128 channels. */
bool ferrule_dictionary_is_whole(const struct ferrule_reader *dictionary);

/* Goes on to the next channel. False at the end; *channel is then undefined. channel->index must be 255 before the
 * first call, and is counted up. */
bool ferrule_next_channel(struct ferrule_reader *dictionary, struct ferrule_channel *channel);

/* False when there is no such channel; *channel is then undefined. */
bool ferrule_find_channel(const struct ferrule_reader *dictionary, uint32_t id, struct ferrule_channel *channel);

/* The same without an index; looks first after the channel that the previous call found, which makes a template in
 * dictionary order one pass. *cursor is a copy of *dictionary before the first call. */
bool ferrule_find_channel_after(const struct ferrule_reader *dictionary, struct ferrule_reader *cursor, uint32_t id,
                                struct ferrule_channel *channel);

/* Reads the rest of a channel that was found. A field that is missing is false or 0; min, max and enumeration then have
 * no meaning. */
void ferrule_read_fields(struct ferrule_channel *channel);

/* Goes on to the next template: its id and the varints of its channels. False at the end. */
bool ferrule_next_template(struct ferrule_reader *dictionary, uint32_t *id, struct ferrule_reader *channels);

/* False when there is no such template; *channels is then undefined. */
bool ferrule_find_template(const struct ferrule_reader *dictionary, uint32_t id, struct ferrule_reader *channels);

/* Whether a channel, its fields read, takes the value: within min and max, 0 or 1 for a switch, a labeled value for an
 * enumeration, no NaN for a float. */
bool ferrule_in_range(const struct ferrule_reader *dictionary, const struct ferrule_channel *channel, int32_t value);

/* ---- reliable.c (A5), window 1 toward the host ---- */

/* No frame is outstanding, and the next one has seq 0. */
void ferrule_reliable_reset(struct ferrule_sender *sender);

/* A new frame, or the outstanding one again, was written at now. It is due again after line, the time that its bytes
 * take, and first, which doubles with each resend up to limit. All in ticks; first is below 2^24. */
void ferrule_reliable_sent(struct ferrule_sender *sender, uint32_t now, uint32_t line, uint32_t first, uint32_t limit);

/* Whether a frame is outstanding and its resend time has passed. */
bool ferrule_reliable_resend_due(const struct ferrule_sender *sender, uint32_t now);

/* True when ack, 0 to 7, acknowledges the outstanding frame; any other number is ignored. */
bool ferrule_reliable_acknowledge(struct ferrule_sender *sender, uint8_t ack);

/* ---- line.c ---- */

/* A writer on the payload of the next frame, as long as tx_size and the host allow. A payload that was begun before and
 * not sent is lost: there is one tx buffer. */
struct ferrule_writer ferrule_begin_frame(const struct ferrule_device *device);

/* Seals what was written since ferrule_begin_frame() and writes it as a best-effort frame. INVALID: the writer failed.
 * FULL: no tx room, or HELLO has to go first. In both nothing was written and no seq was used. */
enum ferrule_result ferrule_send_best_effort(struct ferrule_device *device, uint32_t now, uint8_t type,
                                             const struct ferrule_writer *payload);

/* The same as a reliable frame, but HELLO is not waited for. While one is outstanding the caller has built that one
 * again, and it is counted as resent. The resend time starts at now. */
enum ferrule_result ferrule_send_reliable(struct ferrule_device *device, uint32_t now, uint8_t type,
                                          const struct ferrule_writer *payload);

/* ---- readings.c; its other functions are those of ferrule.h ---- */

/* Instead of a channel: every output, every channel. No channel has these ids. */
enum { FERRULE_EVERY_OUTPUT = FERRULE_MAX_CHANNEL + 1, FERRULE_EVERY_CHANNEL };

/* Marks the templates that show this channel in device->changed. */
void ferrule_mark_changed(struct ferrule_device *device, uint16_t channel);

/* Writes the present values of the template with that index in the dictionary; returns the type of frame. The writer
 * fails when they do not fit or a channel of it is unknown. */
uint8_t ferrule_put_changed(const struct ferrule_device *device, uint8_t index, struct ferrule_writer *payload);

/* ---- failsafe.c (A4) ---- */

/* BOOT: sets the outputs safe and counts them. The rest of *device is zero or set. */
void ferrule_failsafe_init(struct ferrule_device *device, uint32_t now);

/* Turns to FAIL-SAFE when no HEARTBEAT came for T; tries outputs again that did not take their safe value. True when it
 * set outputs: the caller has to mark them as changed. */
bool ferrule_failsafe_check(struct ferrule_device *device, uint32_t now);

/* A HEARTBEAT came: T is timeout_ms, 200 to 60000, from now on. */
void ferrule_failsafe_heartbeat(struct ferrule_device *device, uint32_t now, uint16_t timeout_ms);

/* Turns to ARMED; without heartbeats it does nothing. */
void ferrule_failsafe_rearm(struct ferrule_device *device);

/* Notes that an output was commanded, for bit 1 of the status flags. */
void ferrule_failsafe_commanded(struct ferrule_device *device, const struct ferrule_channel *channel);

/* The flags of STATUS (A2). */
uint8_t ferrule_failsafe_flags(const struct ferrule_device *device);

/* ---- command.c (A6) ---- */

/* What became of a frame whose CRC is right. */
enum ferrule_handled {
    FERRULE_TAKEN,
    FERRULE_MALFORMED, /* counted; acknowledged all the same */
    FERRULE_NOT_NOW    /* no room for its answer: the host sends it again, as if it had been lost */
};

/* Does what the frame asks for, unless its id has a result, and notes the answer for ferrule_transmit(). Not TAKEN:
 * nothing was done and nothing is changed. Deadlines are compared with now. */
enum ferrule_handled ferrule_on_cmd(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now);
enum ferrule_handled ferrule_on_arm(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now);
enum ferrule_handled ferrule_on_confirm(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now);
enum ferrule_handled ferrule_on_cmd_query(struct ferrule_device *device, struct ferrule_reader payload);

/* Forgets an ARM that is older than 5 s, or that fail-safe has overtaken. */
void ferrule_arm_expire(struct ferrule_device *device, uint32_t now);

/* Forgets what was to be sent, and a pending ARM; keeps the results. */
void ferrule_command_new_session(struct ferrule_device *device);

/* ---- transmit.c ---- */

/* Writes everything that is due, most urgent first, as far as tx_room() goes; the rest stays due. */
void ferrule_transmit(struct ferrule_device *device, uint32_t now);

/* The outstanding frame was acknowledged: what it carried is no longer due. */
void ferrule_transmit_acknowledged(struct ferrule_device *device);

/* Forgets everything that was to be sent, but not what command.c keeps. */
void ferrule_transmit_new_session(struct ferrule_device *device);

#endif
