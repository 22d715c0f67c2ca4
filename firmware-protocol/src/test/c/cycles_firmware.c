/* What the library costs on an ATmega328P: its RAM, and each piece once between two marks. cycles_emulator.c counts. */
#include <avr/io.h>
#include <avr/sleep.h>
#include <string.h>

#include "parts.h"

enum { START = 1, STOP = 2, TEMPERATURE = 1, LIGHT = 2, RELAY = 3, ALL = 1 };

#define MEASURE(name, piece)                                                                                           \
    do {                                                                                                               \
        print(name);                                                                                                   \
        GPIOR0 = START;                                                                                                \
        piece;                                                                                                         \
        GPIOR0 = STOP;                                                                                                 \
    } while (0)

static const uint8_t dictionary[] FERRULE_FLASH = {
    FERRULE_CHANNEL(FERRULE_ID(TEMPERATURE), FERRULE_KEY('t', 'e', 'm', 'p'), FERRULE_UNIT('C', 'e', 'l'),
                    FERRULE_DECIMALS(1)),
    FERRULE_CHANNEL(FERRULE_ID(LIGHT), FERRULE_KEY('l', 'i', 'g', 'h', 't'), FERRULE_UNIT('%')),
    FERRULE_CHANNEL(FERRULE_ID(RELAY), FERRULE_KEY('r', 'e', 'l', 'a', 'y'), FERRULE_OUTPUT(FERRULE_SWITCH),
                    FERRULE_SAFE(FERRULE_Z1(0))),
    FERRULE_TEMPLATE(ALL, TEMPERATURE, LIGHT, RELAY),
};

static uint8_t rx[64], tx[96], frame[64];
static int32_t relay;
static struct ferrule_device device;

static uint32_t tick(void *context) {
    (void)context;
    return 1000;
}

static uint16_t tx_room(void *context) {
    (void)context;
    return 128;
}

static void write_bytes(void *context, const uint8_t *bytes, uint16_t length) {
    (void)context;
    (void)bytes;
    (void)length;
}

static uint8_t read_value(void *context, uint16_t channel, int32_t *value) {
    (void)context;
    *value = channel == RELAY ? relay : 215;
    return FERRULE_GOOD;
}

static enum ferrule_status set_output(void *context, uint16_t channel, int32_t value) {
    (void)context;
    (void)channel;
    relay = value;
    return FERRULE_DONE;
}

static const struct ferrule_config config = {
    .tick = tick, .tx_room = tx_room, .write = write_bytes, .read = read_value, .set_output = set_output,
    .dictionary = dictionary, .dictionary_size = sizeof dictionary, .firmware = "cycles",
    .rx = rx, .rx_size = sizeof rx, .rx_bytes = 128, .tx = tx, .tx_size = sizeof tx, .clock_hz = 1000, .baud = 115200,
};

static void print(const char *text) {
    while (*text != '\0') {
        GPIOR1 = (uint8_t)*text++;
    }
}

static void print_size(const char *name, uint16_t bytes) {
    const char digits[] = {(char)('0' + bytes / 100), (char)('0' + bytes / 10 % 10), (char)('0' + bytes % 10), '\0'};
    print(name);
    print(bytes < 100 ? digits + 1 : digits);
    print(" bytes\n");
}

/* All of a frame but its delimiter. */
static void receive(uint8_t hdr, uint8_t seq, uint8_t type, const uint8_t *payload, uint8_t length) {
    memcpy(frame + 4, payload, length);
    const uint16_t size = ferrule_seal(frame, hdr, seq, type, length);
    for (uint16_t i = 0; i + 1 < size; i++) {
        ferrule_receive(&device, frame[i]);
    }
}

int main(void) {
    static const uint8_t hello_req[] = {1, 0, 9, 0, 0, 0, 254, 0}, heartbeat[] = {0x60, 0xEA};
    static const uint8_t cmd[] = {1, 0, 0, 0, RELAY, 0xE8, 3, 0, 0, 2}; /* id 1, deadline 1000, value 1 */
    print_size("struct ferrule_device: ", sizeof(struct ferrule_device));
    print_size("struct ferrule_config: ", sizeof(struct ferrule_config));

    ferrule_init(&device, &config, 1, FERRULE_RESET_POWER_ON);
    receive(0x00, 0, FERRULE_HELLO_REQ, hello_req, sizeof hello_req);
    ferrule_receive(&device, 0);
    receive(0x00, 1, FERRULE_HEARTBEAT, heartbeat, sizeof heartbeat);
    ferrule_receive(&device, 0);
    receive(0x49, 0, FERRULE_REARM, NULL, 0); /* acknowledges the values that the session began with */
    ferrule_receive(&device, 0);

    ferrule_receive(&device, 5);
    MEASURE("a byte received, inside a frame", ferrule_receive(&device, 7));
    ferrule_receive(&device, 0);
    MEASURE("CRC of 22 bytes", ferrule_crc32c(0, frame, 22));
    MEASURE("ferrule_poll() with nothing to do", ferrule_poll(&device));
    MEASURE("READINGS of three values", ferrule_send_readings(&device, ALL, 1000));
    receive(0x49, 1, FERRULE_CMD, cmd, sizeof cmd);
    MEASURE("a CMD: checked, set, result written", ferrule_receive(&device, 0));
    print(relay == 1 ? "" : "the command was not obeyed\n");
    sleep_cpu(); /* without interrupts: the end */
}
