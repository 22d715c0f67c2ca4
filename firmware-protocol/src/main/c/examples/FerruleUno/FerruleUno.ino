// A Ferrule board with the Arduino core: a temperature sensor (TMP36 on A0), a photoresistor (A1), a relay (D8) and a
// fan (PWM on D9). Nothing else may use Serial: text goes through ferrule_log().

#include <ferrule.h>

enum { TEMPERATURE = 1, LIGHT = 2, RELAY = 3, FAN = 4 };
enum { SENSORS = 1, OUTPUTS = 2 };
enum { RELAY_PIN = 8, FAN_PIN = 9 };

static const uint8_t dictionary[] FERRULE_FLASH = {
    FERRULE_BOARD(FERRULE_MODEL('U', 'n', 'o', ' ', 's', 'k', 'e', 't', 'c', 'h')),
    FERRULE_CHANNEL(FERRULE_ID(TEMPERATURE), FERRULE_KEY('t', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e'),
                    FERRULE_UNIT('C', 'e', 'l'), FERRULE_DECIMALS(1), FERRULE_PERIOD(FERRULE_V2(500))),
    FERRULE_CHANNEL(FERRULE_ID(LIGHT), FERRULE_KEY('l', 'i', 'g', 'h', 't'), FERRULE_UNIT('%'),
                    FERRULE_PERIOD(FERRULE_V2(500))),
    FERRULE_CHANNEL(FERRULE_ID(RELAY), FERRULE_KEY('r', 'e', 'l', 'a', 'y'), FERRULE_OUTPUT(FERRULE_SWITCH),
                    FERRULE_SAFE(FERRULE_Z1(0))),
    FERRULE_CHANNEL(FERRULE_ID(FAN), FERRULE_KEY('f', 'a', 'n'), FERRULE_UNIT('%'), FERRULE_OUTPUT(FERRULE_NUMBER),
                    FERRULE_MIN(FERRULE_Z1(0)), FERRULE_MAX(FERRULE_Z2(100)), FERRULE_SAFE(FERRULE_Z2(100))),
    FERRULE_TEMPLATE(SENSORS, TEMPERATURE, LIGHT),
    FERRULE_TEMPLATE(OUTPUTS, RELAY, FAN),
};

static struct ferrule_device device;
static struct ferrule_config config;
static uint8_t rx[64], tx[62]; // Serial takes 63 bytes at once, one of them is the delimiter before a first frame
static int32_t relay, fan;
static uint32_t sensorsAt, outputsAt;

static uint32_t tick(void *) { return millis(); }
static uint16_t txRoom(void *) { return (uint16_t)Serial.availableForWrite(); }
static void writeBytes(void *, const uint8_t *bytes, uint16_t length) { Serial.write(bytes, length); }

static uint8_t readValue(void *, uint16_t channel, int32_t *value) {
  switch (channel) {
    case TEMPERATURE:
      *value = (int32_t)(analogRead(A0) * 5000L / 1024) - 500;
      return *value < -400 ? FERRULE_BAD | FERRULE_OPEN_CIRCUIT : FERRULE_GOOD;
    case LIGHT:
      *value = analogRead(A1) * 100L / 1024;
      return FERRULE_GOOD;
    case RELAY:
      *value = relay;
      return FERRULE_GOOD;
    default:
      *value = fan;
      return FERRULE_GOOD;
  }
}

static enum ferrule_status setOutput(void *, uint16_t channel, int32_t value) {
  if (channel == RELAY) {
    relay = value;
    digitalWrite(RELAY_PIN, value ? HIGH : LOW);
  } else {
    fan = value;
    analogWrite(FAN_PIN, (int)(value * 255 / 100));
  }
  return FERRULE_DONE;
}

void setup() {
  Serial.begin(115200);
  pinMode(RELAY_PIN, OUTPUT);
  pinMode(FAN_PIN, OUTPUT);

  config.tick = tick;
  config.tx_room = txRoom;
  config.write = writeBytes;
  config.read = readValue;
  config.set_output = setOutput;
  config.dictionary = dictionary;
  config.dictionary_size = sizeof dictionary;
  config.firmware = "FerruleUno 1.0";
  config.rx = rx;
  config.rx_size = sizeof rx;
  config.rx_bytes = SERIAL_RX_BUFFER_SIZE;
  config.tx = tx;
  config.tx_size = sizeof tx;
  config.clock_hz = 1000;
  config.baud = 115200;
  // The noise of an open input varies little, but enough, from boot to boot; a counter in EEPROM is better.
  uint32_t boot = micros();
  for (int i = 0; i < 32; i++) {
    boot = boot << 1 ^ (uint32_t)analogRead(A5) ^ boot >> 31;
  }
  if (ferrule_init(&device, &config, boot, FERRULE_RESET_UNKNOWN) != FERRULE_OK) {
    for (;;) {  // the configuration above breaks a rule: see ferrule_init() in ferrule.h
    }
  }
}

void loop() {
  while (Serial.available() > 0) {
    ferrule_receive(&device, (uint8_t)Serial.read());
  }
  if (millis() - sensorsAt >= 500) {
    sensorsAt += 500;
    ferrule_send_readings(&device, SENSORS, millis());
  }
  if (millis() - outputsAt >= 1000) {
    outputsAt += 1000;
    ferrule_send_readings(&device, OUTPUTS, millis());
  }
  ferrule_poll(&device);
}
