/* A host for tests: a device with seven channels, a clock and a line in memory, and the frames that crossed it. */
#ifndef HOST_H
#define HOST_H

#include "parts.h"

enum { TEMPERATURE = 1, RELAY, VALVE, HEATER, SETPOINT, MODE, TOTAL, NO_SUCH_CHANNEL = 99 };
enum { SENSORS = 1, OUTPUTS = 2, VALVES = 3 };
enum { NONCE = 0x01020304, BOOT_ID = 7 };

struct frame {
    uint8_t hdr, seq, type;
    uint16_t length;
    uint8_t payload[247];
};

struct host {
    struct ferrule_config config; /* may be changed before start() */
    struct ferrule_device device;
    uint8_t rx[FERRULE_MAX_BODY], tx[FERRULE_MAX_BODY + 2];

    /* what the callbacks of the application see */
    uint32_t tick;
    uint16_t room;
    int32_t value[8];
    uint8_t quality[8];
    unsigned sets[8]; /* calls of set_output */
    enum ferrule_status answer[8];

    /* what the host received, oldest first */
    struct frame frames[32];
    unsigned count;
    unsigned delimiters; /* empty frames: the extra 00 */
    uint8_t line[8192];
    unsigned line_length;

    /* what the host sends with */
    uint8_t seq, best_effort_seq, expected;
};

extern struct host host;
extern const uint8_t host_dictionary[];
extern const uint16_t host_dictionary_size;

void host_prepare(void);     /* a fresh host and config; no device yet */
void host_boot(void);        /* prepare, init */
void host_connect(void);     /* boot, HELLO_REQ, HELLO; received frames are cleared */
void host_arm(void);         /* connect, HEARTBEAT of 2000 ms, REARM; received frames are cleared */
void host_clear(void);       /* forgets the frames received */
void host_pass(uint32_t ms); /* that time, in polls of a tick; 1 tick is 1 ms */

/* Sends one frame, byte by byte. The reliable take the next seq. */
void host_send(uint8_t type, const uint8_t *payload, uint16_t length);
void host_send_reliable(uint8_t type, const uint8_t *payload, uint16_t length);
void host_send_frame(uint8_t hdr, uint8_t seq, uint8_t type, const uint8_t *payload, uint16_t length);
void host_send_bytes(const uint8_t *bytes, uint16_t length);
#define SEND(type, ...) host_send(type, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
#define SEND_RELIABLE(type, ...)                                                                                       \
    host_send_reliable(type, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

void host_hello_req(uint32_t nonce);
void host_heartbeat(uint16_t timeout_ms);
void host_cmd(uint8_t type, uint32_t id, uint32_t channel, uint32_t deadline, int32_t value);
void host_confirm(uint32_t id, uint16_t token);
void host_query(uint32_t id);

/* Acknowledges what came, by an ACK. */
void host_acknowledge(void);

/* The same until nothing that the device sent is left to acknowledge. */
void host_settle(void);

/* The newest frame of a type since the last clear, or NULL. */
const struct frame *host_newest(uint8_t type);
unsigned host_count(uint8_t type);

/* A CMD_RESULT as it came. */
struct outcome {
    bool came;
    uint32_t id;
    uint8_t status;
    uint32_t channel;
    int32_t value;
};
struct outcome host_outcome(void); /* of the newest CMD_RESULT; it is acknowledged and forgotten */

#endif
