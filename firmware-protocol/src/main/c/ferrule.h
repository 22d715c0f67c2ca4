/*
 * Ferrule, the device side of the serial link: PROTOCOL.md, part A.
 *
 * C99. No heap, no globals, no interrupts: every buffer is the caller's, every function is called from one place (the
 * main loop), and none waits. Bytes come in by ferrule_receive(), go out by the write callback; ferrule_poll() does
 * what time asks for.
 *
 *     ferrule_init();
 *     for (;;) {
 *         for each byte received: ferrule_receive();
 *         now and then: ferrule_send_readings();
 *         ferrule_poll();
 *     }
 */
#ifndef FERRULE_H
#define FERRULE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Where constants live ----
 * The dictionary (and the CRC table, when FERRULE_CRC_TABLE is defined) is marked FERRULE_FLASH and read byte by byte
 * through FERRULE_FLASH_BYTE. Define both before this header for a chip with an address space of its own for flash. */
#ifndef FERRULE_FLASH_BYTE
#ifdef __AVR__
#include <avr/pgmspace.h>
#define FERRULE_FLASH PROGMEM
#define FERRULE_FLASH_BYTE(address) pgm_read_byte(address)
#else
#define FERRULE_FLASH
#define FERRULE_FLASH_BYTE(address) (*(address))
#endif
#endif

/* ---- Limits of version 1 ---- */
enum {
    FERRULE_MAX_BODY = 254,        /* hdr, seq, type, payload, crc */
    FERRULE_MIN_BODY = 32,         /* what every receiver takes */
    FERRULE_OVERHEAD = 9,          /* bytes on the line beyond the payload: code, hdr, seq, type, crc, delimiter */
    FERRULE_MIN_TX = 56,           /* holds the longest STATUS; HELLO takes FERRULE_HELLO_TX and its two texts */
    FERRULE_HELLO_TX = 35,
    FERRULE_MAX_DICTIONARY = 4096, /* bytes */
    FERRULE_MAX_CHANNEL = 1023,    /* highest channel id */
    FERRULE_MAX_CHANNELS = 128,
    FERRULE_MAX_TEMPLATES = 32,
    FERRULE_WINDOW = 4 /* reliable frames taken unacknowledged; as many as there are results to store */
};

/* Outcome of a call. */
enum ferrule_result {
    FERRULE_OK = 0,
    FERRULE_INVALID,    /* an argument or the dictionary breaks a rule of the protocol; trying again does not help */
    FERRULE_FULL,       /* no room now; try again after the next poll, or let it go */
    FERRULE_NO_SESSION  /* no host is there; nothing is sent before it asks */
};

/* Kinds of channel (0.2). A value is an int32_t everywhere here; that of FERRULE_FLOAT holds the bits of the float:
 * see ferrule_from_float() and ferrule_to_float(). */
enum ferrule_kind { FERRULE_NUMBER, FERRULE_SWITCH, FERRULE_ENUMERATION, FERRULE_FLOAT, FERRULE_COUNTER };

/* Quality (0.1): a class, for uncertain, bad and stale with a reason added. */
enum ferrule_quality { FERRULE_GOOD = 0x00, FERRULE_UNCERTAIN = 0x40, FERRULE_BAD = 0x80, FERRULE_STALE = 0xC0 };
enum ferrule_reason {
    FERRULE_OUT_OF_RANGE = 2,
    FERRULE_OPEN_CIRCUIT = 3,
    FERRULE_SHORT_CIRCUIT = 4,
    FERRULE_NO_VALUE_YET = 7,
    FERRULE_NOT_A_NUMBER = 8
};

/* Outcome of a command (A6). */
enum ferrule_status {
    FERRULE_DONE,
    FERRULE_EXPIRED,
    FERRULE_RANGE,
    FERRULE_NO_CHANNEL,
    FERRULE_READ_ONLY,
    FERRULE_NOT_ARMED,
    FERRULE_BUSY,
    FERRULE_FAIL_SAFE,
    FERRULE_NOT_FOUND,
    FERRULE_FAILED,
    FERRULE_INTERLOCK
};

/* A4: outputs move only in ARMED; in the two others they have the safe values of the dictionary. */
enum ferrule_state { FERRULE_STATE_BOOT, FERRULE_STATE_ARMED, FERRULE_STATE_FAIL_SAFE };

/* Why the chip started (A2). */
enum ferrule_reset_cause {
    FERRULE_RESET_UNKNOWN,
    FERRULE_RESET_POWER_ON,
    FERRULE_RESET_EXTERNAL,
    FERRULE_RESET_BROWN_OUT,
    FERRULE_RESET_WATCHDOG,
    FERRULE_RESET_SOFTWARE
};

enum ferrule_level { FERRULE_DEBUG, FERRULE_INFO, FERRULE_WARNING, FERRULE_ERROR };

/* ---- What the application provides ---- */
struct ferrule_config {
    void *context; /* handed to every callback */

    /* A counter of clock_hz that starts anywhere and wraps at 2^32. */
    uint32_t (*tick)(void *context);
    /* Bytes that write() takes now without waiting. Must at times reach tx_size + 1, else long frames never go. */
    uint16_t (*tx_room)(void *context);
    /* Takes all of the bytes before it returns; length is at most what tx_room() has just said. */
    void (*write)(void *context, const uint8_t *bytes, uint16_t length);
    /* Stores the present value of a channel and returns its quality. Called for every channel in a template and, for
     * the value in a result, for every channel that was commanded. Of an output: the value that it really has. A switch
     * is sent as 1 for anything but 0. A quality of class good has no reason. */
    uint8_t (*read)(void *context, uint16_t channel, int32_t *value);
    /* Sets an output; the value is within its range. Returns DONE, BUSY, FAILED or INTERLOCK, a rule of the
     * application's own; anything else counts as FAILED. A safe value must always be taken: what does not return DONE
     * then is tried again every 100 ms. */
    enum ferrule_status (*set_output)(void *context, uint16_t channel, int32_t value);

    const uint8_t *dictionary; /* A8, in FERRULE_FLASH */
    uint16_t dictionary_size;  /* 0, for a board without channels, to 4096 */
    const char *firmware;      /* "name version", 1 to 32 bytes and a NUL */
    const uint8_t *uid;        /* serial number of the board; may be NULL when uid_length is 0 */
    uint8_t uid_length;        /* 0 to 16 */

    uint8_t *rx;       /* holds one decoded body; the library's alone until the end */
    uint8_t rx_size;   /* 32 to 254; told to the host as max_body */
    uint16_t rx_bytes; /* size of the buffer between the UART's interrupt and ferrule_receive(), at least 64 */
    uint8_t *tx;       /* holds one encoded frame while it is built */
    uint16_t tx_size;  /* FERRULE_MIN_TX to 256, and at least FERRULE_HELLO_TX more than firmware text and uid; READINGS
                        * take at most 18 and their values */
    uint16_t clock_hz; /* 100 to 20000 */
    uint32_t baud;     /* for the resend time; 1200 to 4000000 */
};

/* ---- What the library keeps; its fields are its own ---- */
struct ferrule_reader {
    const uint8_t *at;
    uint16_t left;
    bool flash; /* at points into flash */
    bool failed;
};

struct ferrule_deframer {
    uint8_t *body;
    uint8_t size, length;
    uint8_t left;     /* bytes until the next code */
    bool started;     /* bytes have come since the delimiter */
    bool zero;        /* a zero stands before the next block */
    bool overrun;
};

struct ferrule_sender {
    uint32_t sent_at, resend_after; /* ticks */
    uint8_t seq;                    /* of the outstanding frame, or of the next */
    uint8_t doublings;              /* of the resend time, so far */
    bool outstanding;
};

struct ferrule_stored_result {
    uint32_t id, channel; /* that was asked for, whether it exists or not */
    int32_t value;
    uint8_t kind, status;
    bool used, due; /* due: not yet sent and acknowledged */
};

struct ferrule_arm {
    uint32_t id, deadline, armed_at;
    int32_t value;
    uint16_t channel, token;
    uint8_t kind;
    bool pending, due;
};

struct ferrule_event {
    uint32_t tick;
    int32_t value;
    uint16_t channel;
    uint8_t kind, quality;
    bool due;
};

struct ferrule_counters {
    uint32_t rx_frames, crc_errors, cobs_errors, overruns, malformed, resent, tx_dropped;
};

struct ferrule_device {
    const struct ferrule_config *config;
    struct ferrule_reader dictionary; /* all of it */

    /* per boot */
    uint32_t boot, dictionary_hash;
    uint8_t reset_cause;
    enum ferrule_state state;
    bool safe_due;                              /* some output has not taken its safe value */
    uint8_t uncommanded;                         /* outputs that were never commanded */
    uint8_t commanded[FERRULE_MAX_CHANNELS / 8]; /* those that were, by index in the dictionary */
    struct ferrule_stored_result results[FERRULE_WINDOW];
    uint8_t next_result;
    uint16_t next_token;
    struct ferrule_counters counters;
    uint32_t sent; /* best-effort frames; the low 8 bits are the seq of the next */
    uint32_t loop_max, polled_at, safe_tried_at; /* ticks */

    /* per session */
    uint32_t nonce; /* 0: none */
    uint8_t host_max_body;
    struct ferrule_sender sender;
    uint8_t expected; /* seq of the next reliable frame to take */
    struct ferrule_arm arm;
    struct ferrule_event event;
    uint32_t query_id;
    uint16_t dictionary_offset;
    uint8_t outstanding_message; /* what the outstanding reliable frame carries */

    /* line */
    struct ferrule_deframer rx;
    uint32_t written_at, hello_at, heartbeat_at, heartbeat_timeout, status_at;
    uint32_t changed; /* templates to be sent, by index in the dictionary */
    uint8_t time_nonce, unsupported_type, status_flags;
    uint8_t refused; /* the rule that the last HELLO_REQ broke, to be told; 0: none */
    bool line_idle, heartbeats_come, snapshot_sent, status_old, sent_since_heartbeat;
    bool hello_due, time_due, unsupported_due, status_due, ack_due, query_due, dictionary_due;
};

/* ---- Functions ---- */

/*
 * Starts a device: no session, state BOOT, every output set to its safe value through set_output.
 *
 * boot differs from boot to boot: a counter kept over resets, or random. The config stays the caller's and must outlive
 * the device, unchanged. What *device held before does not matter: this is also how to start again.
 *
 * OK. INVALID: a pointer missing, a size or rate outside the range written beside it in ferrule_config, firmware text
 * empty or longer than 32 bytes, or a dictionary that is cut short or has more than 128 channels; then *device holds
 * nothing usable and no callback was called.
 */
enum ferrule_result ferrule_init(struct ferrule_device *device, const struct ferrule_config *config, uint32_t boot,
                                 enum ferrule_reset_cause cause);

/*
 * Takes one byte from the line. Inside a frame that is cheap; the byte that ends a frame costs the check of its CRC,
 * what the frame asks for, set_output included, and the answer. The README has the cycles. Call it from the main loop,
 * with the bytes of the ring that the interrupt fills. It never fails: what is damaged is dropped and counted.
 */
void ferrule_receive(struct ferrule_device *device, uint8_t byte);

/*
 * Does what time asks for: fail-safe when heartbeats stopped, resends, and every answer that is due while tx_room()
 * allows. Call it on every pass through the main loop, at least every 10 ms: answers and fail-safe are as late as it.
 */
void ferrule_poll(struct ferrule_device *device);

/*
 * Sends the present values of a template as READINGS, or as READINGS_Q when one of them is not good. tick is when they
 * were sampled, less than 2^31 ticks ago.
 *
 * OK: written. INVALID: no such template, a channel in it that the dictionary does not have or whose kind is unknown,
 * or more bytes than tx_size or the host allows. FULL: no tx room, or HELLO has to go first; counted as tx_dropped.
 * NO_SESSION. Unless OK nothing was written; do not repeat it, the next reading is newer.
 */
enum ferrule_result ferrule_send_readings(struct ferrule_device *device, uint32_t template_id, uint32_t tick);

/*
 * Sends one value reliably: quality as read returns it, tick when it was sampled. The library keeps it until the host
 * has acknowledged it or starts another session.
 *
 * OK: taken; ferrule_poll() sends it. FULL: the event before it is not acknowledged yet. INVALID: no such channel, or
 * one of an unknown kind. NO_SESSION. Unless OK *device is unchanged.
 */
enum ferrule_result ferrule_send_event(struct ferrule_device *device, uint16_t channel, uint32_t tick, uint8_t quality,
                                       int32_t value);

/*
 * Sends a line of UTF-8 text, with or without a session. Control characters are replaced by '?'; what does not fit into
 * tx_size or what the host allows is cut between two characters.
 *
 * OK: written. FULL: no tx room, or HELLO has to go first; counted as tx_dropped. INVALID: level out of range. Unless
 * OK nothing was written.
 */
enum ferrule_result ferrule_log(struct ferrule_device *device, enum ferrule_level level, const char *text);

/* Counts one overrun, bytes lost before ferrule_receive() saw them (a ring was full), so that STATUS tells the host. */
void ferrule_count_overrun(struct ferrule_device *device);

/* Whether outputs follow commands, as of the last ferrule_receive() or ferrule_poll(). */
enum ferrule_state ferrule_state(const struct ferrule_device *device);

/* Whether a host has asked since the start. It stays true when that host is gone: there is no end of a session. */
bool ferrule_has_session(const struct ferrule_device *device);

/* The bits of a float as the value of a channel of kind FERRULE_FLOAT, and back. */
int32_t ferrule_from_float(float number);
float ferrule_to_float(int32_t value);

/* ---- Writing a dictionary (A8) ----
 *
 *     static const uint8_t dictionary[] FERRULE_FLASH = {
 *         FERRULE_CHANNEL(FERRULE_ID(1), FERRULE_KEY('t', 'e', 'm', 'p'), FERRULE_UNIT('C', 'e', 'l'),
 *                         FERRULE_DECIMALS(1)),
 *         FERRULE_CHANNEL(FERRULE_ID(2), FERRULE_KEY('p', 'u', 'm', 'p'), FERRULE_OUTPUT(FERRULE_SWITCH),
 *                         FERRULE_SAFE(FERRULE_Z1(0))),
 *         FERRULE_TEMPLATE(1, 1, 2),
 *     };
 *
 * Lengths are counted by the compiler, which also refuses a record longer than 127 bytes or a number that does not fit
 * its macro. Ids of channels and templates in these macros are 0 to 127. */
#define FERRULE_CHECKED(condition, value) ((value) + 0 * sizeof(char[(condition) ? 1 : -1]))
#define FERRULE_RECORD(tag, ...)                                                                                       \
    (tag), FERRULE_CHECKED(sizeof((const uint8_t[]){__VA_ARGS__}) < 128, sizeof((const uint8_t[]){__VA_ARGS__})),      \
        __VA_ARGS__
/* Signed numbers by the bytes that they take: -64 to 63, -8192 to 8191, -1048576 to 1048575. */
#define FERRULE_ZIGZAG(n) ((n) < 0 ? -2L * (n)-1 : 2L * (n))
#define FERRULE_Z1(n) FERRULE_CHECKED(FERRULE_ZIGZAG(n) < 128, FERRULE_ZIGZAG(n))
#define FERRULE_Z2(n)                                                                                                  \
    FERRULE_CHECKED(FERRULE_ZIGZAG(n) >= 128 && FERRULE_ZIGZAG(n) < 16384, (FERRULE_ZIGZAG(n) & 127) | 128),           \
        FERRULE_ZIGZAG(n) >> 7
#define FERRULE_Z3(n)                                                                                                  \
    FERRULE_CHECKED(FERRULE_ZIGZAG(n) >= 16384 && FERRULE_ZIGZAG(n) < 2097152, (FERRULE_ZIGZAG(n) & 127) | 128),       \
        ((FERRULE_ZIGZAG(n) >> 7) & 127) | 128, FERRULE_ZIGZAG(n) >> 14
/* Unsigned numbers by the bytes that they take: below 128, 128 to 16383. */
#define FERRULE_V1(n) FERRULE_CHECKED((n) < 128, n)
#define FERRULE_V2(n) FERRULE_CHECKED((n) >= 128 && (n) < 16384, ((n)&127) | 128), (n) >> 7

#define FERRULE_CHANNEL(...) FERRULE_RECORD(1, __VA_ARGS__)
#define FERRULE_TEMPLATE(id, ...) FERRULE_RECORD(2, FERRULE_V1(id), __VA_ARGS__)
#define FERRULE_ENUM(id, ...) FERRULE_RECORD(3, FERRULE_V1(id), __VA_ARGS__)
#define FERRULE_LABEL(n, ...) FERRULE_Z1(n), sizeof((const uint8_t[]){__VA_ARGS__}), __VA_ARGS__
#define FERRULE_BOARD(...) FERRULE_RECORD(4, __VA_ARGS__)
#define FERRULE_MODEL(...) FERRULE_RECORD(1, __VA_ARGS__)
#define FERRULE_VENDOR(...) FERRULE_RECORD(2, __VA_ARGS__)

#define FERRULE_ID(n) FERRULE_RECORD(1, FERRULE_V1(n))
#define FERRULE_KEY(...) FERRULE_RECORD(2, __VA_ARGS__)
#define FERRULE_NAME(...) FERRULE_RECORD(3, __VA_ARGS__)
#define FERRULE_UNIT(...) FERRULE_RECORD(4, __VA_ARGS__)
#define FERRULE_KIND(kind) FERRULE_RECORD(5, (kind))
#define FERRULE_DECIMALS(n) FERRULE_RECORD(6, (n))
#define FERRULE_MIN(...) FERRULE_RECORD(8, __VA_ARGS__)
#define FERRULE_MAX(...) FERRULE_RECORD(9, __VA_ARGS__)
#define FERRULE_PERIOD(...) FERRULE_RECORD(10, __VA_ARGS__)
#define FERRULE_OUTPUT(kind) FERRULE_KIND(kind), FERRULE_RECORD(11, 3)
#define FERRULE_DANGEROUS FERRULE_RECORD(12, 1)
#define FERRULE_SAFE(...) FERRULE_RECORD(13, __VA_ARGS__)
#define FERRULE_OF_ENUM(id) FERRULE_RECORD(14, FERRULE_V1(id))

#ifdef __cplusplus
}
#endif

#endif
