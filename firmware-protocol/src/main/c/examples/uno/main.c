/* A Ferrule board: temperature and light in, a relay and a heater out. */
#include <avr/io.h>

#include "ferrule.h"
#include "hardware.h"

/* Channels and templates. */
enum { TEMPERATURE = 1, LIGHT = 2, RELAY = 3, HEATER = 4 };
enum { SENSORS = 1, OUTPUTS = 2 };
enum { SENSORS_EVERY = 100, OUTPUTS_EVERY = 1000 }; /* ticks, which are ms */

static const uint8_t dictionary[] FERRULE_FLASH = {
    FERRULE_BOARD(FERRULE_MODEL('U', 'n', 'o', ' ', 'e', 'x', 'a', 'm', 'p', 'l', 'e')),
    FERRULE_CHANNEL(FERRULE_ID(TEMPERATURE), FERRULE_KEY('t', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e'),
                    FERRULE_NAME('T', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e'), FERRULE_UNIT('C', 'e', 'l'),
                    FERRULE_DECIMALS(1), FERRULE_MIN(FERRULE_Z2(-400)), FERRULE_MAX(FERRULE_Z2(1250)),
                    FERRULE_PERIOD(FERRULE_V1(SENSORS_EVERY))),
    FERRULE_CHANNEL(FERRULE_ID(LIGHT), FERRULE_KEY('l', 'i', 'g', 'h', 't'),
                    FERRULE_NAME('L', 'i', 'g', 'h', 't'), FERRULE_UNIT('%'), FERRULE_DECIMALS(1),
                    FERRULE_MIN(FERRULE_Z1(0)), FERRULE_MAX(FERRULE_Z2(1000)),
                    FERRULE_PERIOD(FERRULE_V1(SENSORS_EVERY))),
    FERRULE_CHANNEL(FERRULE_ID(RELAY), FERRULE_KEY('r', 'e', 'l', 'a', 'y'),
                    FERRULE_NAME('R', 'e', 'l', 'a', 'y'), FERRULE_OUTPUT(FERRULE_SWITCH),
                    FERRULE_PERIOD(FERRULE_V2(OUTPUTS_EVERY)), FERRULE_SAFE(FERRULE_Z1(0))),
    FERRULE_CHANNEL(FERRULE_ID(HEATER), FERRULE_KEY('h', 'e', 'a', 't', 'e', 'r'),
                    FERRULE_NAME('H', 'e', 'a', 't', 'e', 'r'), FERRULE_UNIT('%'), FERRULE_OUTPUT(FERRULE_NUMBER),
                    FERRULE_MIN(FERRULE_Z1(0)), FERRULE_MAX(FERRULE_Z2(100)),
                    FERRULE_PERIOD(FERRULE_V2(OUTPUTS_EVERY)), FERRULE_DANGEROUS, FERRULE_SAFE(FERRULE_Z1(0))),
    FERRULE_TEMPLATE(SENSORS, TEMPERATURE, LIGHT),
    FERRULE_TEMPLATE(OUTPUTS, RELAY, HEATER),
};

/* ---- callbacks ---- */

static uint32_t tick(void *context) {
    (void)context;
    return hardware_tick();
}

static uint16_t tx_room(void *context) {
    (void)context;
    return hardware_tx_room();
}

static void write_bytes(void *context, const uint8_t *bytes, uint16_t length) {
    (void)context;
    hardware_write(bytes, length);
}

/* A TMP36 on A0: 500 mV at 0 degrees, 10 mV per degree. Below 100 mV (-40 degrees) there is no sensor. */
static uint8_t read_temperature(int32_t *value) {
    const uint16_t millivolts = hardware_millivolts(0);
    *value = (int32_t)millivolts - 500;
    if (millivolts < 100) {
        return FERRULE_BAD | FERRULE_OPEN_CIRCUIT;
    }
    return millivolts > 1750 ? FERRULE_BAD | FERRULE_OUT_OF_RANGE : FERRULE_GOOD;
}

static uint8_t read_value(void *context, uint16_t channel, int32_t *value) {
    (void)context;
    switch (channel) {
    case TEMPERATURE:
        return read_temperature(value);
    case LIGHT: /* a divider with a photoresistor on A1: 5 V is 100 % */
        *value = hardware_millivolts(1) / 5;
        return FERRULE_GOOD;
    case RELAY:
        *value = hardware_relay();
        return FERRULE_GOOD;
    default:
        *value = hardware_heater();
        return FERRULE_GOOD;
    }
}

static enum ferrule_status set_output(void *context, uint16_t channel, int32_t value) {
    (void)context;
    if (channel == RELAY) {
        hardware_set_relay(value != 0);
    } else {
        hardware_set_heater((uint8_t)value);
    }
    return FERRULE_DONE;
}

/* ---- the board ---- */

static uint8_t rx[64], tx[96];
static const struct ferrule_config config = {
    .tick = tick,
    .tx_room = tx_room,
    .write = write_bytes,
    .read = read_value,
    .set_output = set_output,
    .dictionary = dictionary,
    .dictionary_size = sizeof dictionary,
    .firmware = "uno-example 1.0",
    .rx = rx,
    .rx_size = sizeof rx,
    .rx_bytes = RX_RING,
    .tx = tx,
    .tx_size = sizeof tx,
    .clock_hz = TICK_HZ,
    .baud = BAUD,
};

static enum ferrule_reset_cause reset_cause(void) {
    const uint8_t flags = hardware_reset_flags();
    return flags & _BV(WDRF)    ? FERRULE_RESET_WATCHDOG
           : flags & _BV(BORF)  ? FERRULE_RESET_BROWN_OUT
           : flags & _BV(EXTRF) ? FERRULE_RESET_EXTERNAL
           : flags & _BV(PORF)  ? FERRULE_RESET_POWER_ON
                                : FERRULE_RESET_UNKNOWN;
}

/* True every period ticks; does not drift. */
static bool is_due(uint32_t *last, uint32_t period) {
    if (hardware_tick() - *last < period) {
        return false;
    }
    *last += period;
    return true;
}

int main(void) {
    static struct ferrule_device device;
    uint32_t sensors_at = 0, outputs_at = 0;
    uint8_t byte;

    hardware_start();
    ferrule_init(&device, &config, hardware_count_boot(), reset_cause()); /* the config above breaks no rule */
    for (;;) {
        while (hardware_received(&byte)) {
            ferrule_receive(&device, byte);
        }
        if (hardware_lost_bytes()) {
            ferrule_count_overrun(&device);
        }
        if (is_due(&sensors_at, SENSORS_EVERY)) {
            ferrule_send_readings(&device, SENSORS, hardware_tick());
        }
        if (is_due(&outputs_at, OUTPUTS_EVERY)) {
            ferrule_send_readings(&device, OUTPUTS, hardware_tick());
        }
        ferrule_poll(&device);
        hardware_idle();
    }
}
