/* ferrule_init and ferrule_receive: what they refuse, drop and count. */
#include "host.h"
#include "test.h"

static bool refuses_config(void) {
    const bool refused =
        ferrule_init(&host.device, &host.config, BOOT_ID, FERRULE_RESET_UNKNOWN) == FERRULE_INVALID;
    unsigned sets = 0;
    for (unsigned i = 0; i < 8; i++) {
        sets += host.sets[i];
    }
    host_prepare();
    return refused && sets == 0;
}
#define REFUSES(field, wrong) (host.config.field = (wrong), refuses_config())

TEST(refuses_a_config_with_a_pointer_missing) {
    host_prepare();
    CHECK(REFUSES(tick, NULL));
    CHECK(REFUSES(tx_room, NULL));
    CHECK(REFUSES(write, NULL));
    CHECK(REFUSES(read, NULL));
    CHECK(REFUSES(set_output, NULL));
    CHECK(REFUSES(dictionary, NULL));
    CHECK(REFUSES(firmware, NULL));
    CHECK(REFUSES(rx, NULL));
    CHECK(REFUSES(tx, NULL));
    host.config.tx_size = 100;
    CHECK(REFUSES(uid_length, 1));
}

TEST(refuses_a_config_with_a_size_out_of_range) {
    host_prepare();
    CHECK(REFUSES(rx_size, 31) && REFUSES(rx_size, 255));
    CHECK(REFUSES(rx_bytes, 63));
    CHECK(REFUSES(tx_size, FERRULE_MIN_TX - 1) && REFUSES(tx_size, 257));
    CHECK(REFUSES(clock_hz, 99) && REFUSES(clock_hz, 20001));
    CHECK(REFUSES(baud, 1199) && REFUSES(baud, 4000001));
    CHECK(REFUSES(dictionary_size, 4097));
    CHECK(REFUSES(firmware, "") && REFUSES(firmware, "123456789012345678901234567890123"));
    host.config.uid = host.rx;
    host.config.tx_size = 256;
    CHECK(REFUSES(uid_length, 17));
    host.config.uid = host.rx;
    host.config.uid_length = 16;
    CHECK(REFUSES(tx_size, FERRULE_HELLO_TX + 8 + 16 - 1));
}

static bool takes_config(void) {
    const bool taken = ferrule_init(&host.device, &host.config, BOOT_ID, FERRULE_RESET_UNKNOWN) == FERRULE_OK;
    host_prepare();
    return taken;
}
#define TAKES(field, edge) (host.config.field = (edge), takes_config())

TEST(takes_a_config_at_the_edges_of_its_ranges) {
    static const uint8_t shortest[] = {99, 0};
    static uint8_t longest[FERRULE_MAX_DICTIONARY] = {99, 0xFD, 0x1F};
    host_prepare();
    CHECK(TAKES(rx_size, 32) && TAKES(rx_size, 254));
    CHECK(TAKES(rx_bytes, 64));
    CHECK(TAKES(tx_size, FERRULE_MIN_TX) && TAKES(tx_size, 256));
    CHECK(TAKES(clock_hz, 100) && TAKES(clock_hz, 20000));
    CHECK(TAKES(baud, 1200) && TAKES(baud, 4000000));
    CHECK(TAKES(firmware, "1"));
    host.config.dictionary = shortest;
    CHECK(TAKES(dictionary_size, 0));
    host.config.dictionary = shortest;
    CHECK(TAKES(dictionary_size, 2));
    host.config.dictionary = longest;
    CHECK(TAKES(dictionary_size, FERRULE_MAX_DICTIONARY));
}

TEST(refuses_a_dictionary_that_is_cut_short) {
    host_prepare();
    CHECK(REFUSES(dictionary_size, (uint16_t)(host_dictionary_size - 1)));
}

TEST(sets_every_output_safe_at_boot) {
    host_boot();
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_BOOT);
    CHECK(!ferrule_has_session(&host.device));
    CHECK_EQ(host.sets[TEMPERATURE] + host.sets[TOTAL], 0);
    for (unsigned id = RELAY; id <= MODE; id++) {
        CHECK_EQ(host.sets[id], 1);
    }
    CHECK_EQ(host.value[VALVE], 500);
    CHECK_EQ(host.value[SETPOINT], ferrule_from_float(20.0f));
}

TEST(takes_zero_for_a_safe_value_that_is_missing) {
    static const uint8_t dictionary[] = {
        FERRULE_CHANNEL(FERRULE_ID(VALVE), FERRULE_OUTPUT(FERRULE_NUMBER), FERRULE_SAFE(FERRULE_Z1(7))),
        FERRULE_CHANNEL(FERRULE_ID(RELAY), FERRULE_OUTPUT(FERRULE_SWITCH))};
    host_prepare();
    host.value[RELAY] = 1;
    host.config.dictionary = dictionary;
    host.config.dictionary_size = sizeof dictionary;
    ferrule_init(&host.device, &host.config, BOOT_ID, FERRULE_RESET_UNKNOWN);
    CHECK_EQ(host.value[VALVE], 7);
    CHECK_EQ(host.value[RELAY], 0);
}

TEST(sends_the_longest_hello_from_the_shortest_buffer) {
    static const uint8_t uid[16] = {1, 2, 3};
    host_prepare();
    host.config.firmware = "12345678901234567890123456789012";
    host.config.uid = uid;
    host.config.uid_length = 16;
    host.config.tx_size = FERRULE_HELLO_TX + 32 + 16;
    host.config.clock_hz = 20000;
    CHECK_EQ(ferrule_init(&host.device, &host.config, BOOT_ID, FERRULE_RESET_UNKNOWN), FERRULE_OK);
    ferrule_poll(&host.device);
    const struct frame *const hello = host_newest(FERRULE_HELLO);
    CHECK(hello != NULL);
    CHECK_EQ(hello->length + FERRULE_OVERHEAD, host.config.tx_size);
    CHECK_BYTES(hello->payload + hello->length - 32, (const uint8_t *)host.config.firmware, 32);
}

TEST(counts_each_kind_of_damage_apart) {
    static const uint8_t cobs[] = {5, 1, 2, 0}, crc[] = {7, 1, 2, 3, 4, 5, 6, 0}, noise[100] = {1, 1, 1, 1, 1};
    host_connect();
    const uint32_t frames = host.device.counters.rx_frames;
    host_send_bytes(cobs, sizeof cobs);
    host_send_bytes(crc, sizeof crc);
    host_send_bytes(noise, 5);
    for (int i = 0; i < 100; i++) {
        ferrule_receive(&host.device, 1);
    }
    ferrule_receive(&host.device, 0);
    ferrule_count_overrun(&host.device);
    CHECK_EQ(host.device.counters.cobs_errors, 1);
    CHECK_EQ(host.device.counters.crc_errors, 1);
    CHECK_EQ(host.device.counters.overruns, 2);
    CHECK_EQ(host.device.counters.malformed, 0);
    CHECK_EQ(host.device.counters.rx_frames, frames);
}

static bool is_malformed(uint8_t type, const uint8_t *payload, uint16_t length) {
    const uint32_t before = host.device.counters.malformed;
    host_send(type, payload, length);
    return host.device.counters.malformed == before + 1;
}
static bool is_malformed_reliable(uint8_t type, const uint8_t *payload, uint16_t length) {
    const uint32_t before = host.device.counters.malformed;
    host_clear();
    host_send_reliable(type, payload, length);
    const struct frame *const ack = host_newest(FERRULE_ACK);
    return host.device.counters.malformed == before + 1 && ack != NULL && (ack->hdr & 15) == (8 | host.seq);
}
#define MALFORMED(type, ...) is_malformed(type, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
#define MALFORMED_RELIABLE(type, ...)                                                                                  \
    is_malformed_reliable(type, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

TEST(counts_best_effort_frames_that_break_a_rule) {
    host_connect();
    CHECK(MALFORMED(FERRULE_HELLO_REQ, 1, 0, 9, 0, 0, 0));
    CHECK(MALFORMED(FERRULE_HELLO_REQ, 2, 0, 9, 0, 0, 0, 254, 0)); /* major */
    CHECK(MALFORMED(FERRULE_HELLO_REQ, 1, 0, 0, 0, 0, 0, 254, 0)); /* nonce 0 */
    CHECK(MALFORMED(FERRULE_HELLO_REQ, 1, 0, 9, 0, 0, 0, 31, 0));  /* max_body */
    CHECK(MALFORMED(FERRULE_HELLO_REQ, 1, 0, 9, 0, 0, 0, 255, 0));
    CHECK(MALFORMED(FERRULE_REFUSED, 1));
    CHECK(is_malformed(FERRULE_TIME_REQ, NULL, 0));
    CHECK(MALFORMED(FERRULE_TIME_REQ, 1, 2));
    CHECK(MALFORMED(FERRULE_HEARTBEAT, 199, 0));
    CHECK(MALFORMED(FERRULE_HEARTBEAT, 0x61, 0xEA)); /* 60001 */
    CHECK(MALFORMED(FERRULE_HEARTBEAT, 0xD0));
    CHECK(MALFORMED(FERRULE_ACK, 0));
    CHECK(MALFORMED(FERRULE_UNSUPPORTED, 1, 2));
    CHECK_EQ(host.device.nonce, NONCE);
    CHECK(!host.device.heartbeats_come);
}

TEST(counts_and_acknowledges_reliable_frames_that_break_a_rule) {
    host_connect();
    CHECK(is_malformed_reliable(FERRULE_DICT_GET, NULL, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_DICT_GET, 0x80, 0x00));
    CHECK(MALFORMED_RELIABLE(FERRULE_DICT_GET, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_DICT_GET, 0x80, 0x20)); /* offset past the end */
    CHECK(MALFORMED_RELIABLE(FERRULE_DICT_GET, (uint8_t)(host_dictionary_size | 0x80), (uint8_t)(host_dictionary_size >> 7)));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, RELAY, 0, 0, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, RELAY, 0, 0, 0, 0, 2, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, SETPOINT, 0, 0, 0, 0, 1, 2, 3));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, NO_SUCH_CHANNEL, 0, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, NO_SUCH_CHANNEL, 0, 0, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, NO_SUCH_CHANNEL, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD, 1, 0, 0, 0, 0x80, 0x00, 0, 0, 0, 0, 2)); /* channel 0, overlong */
    CHECK(MALFORMED_RELIABLE(FERRULE_ARM, 1, 0, 0, 0, HEATER, 0, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_CONFIRM, 1, 0, 0, 0, 1));
    CHECK(MALFORMED_RELIABLE(FERRULE_CONFIRM, 1, 0, 0, 0, 1, 2, 3));
    CHECK(MALFORMED_RELIABLE(FERRULE_CMD_QUERY, 1, 0, 0));
    CHECK(MALFORMED_RELIABLE(FERRULE_REARM, 1));
}

TEST(counts_frames_with_the_wrong_r_bit) {
    host_arm();
    CHECK(is_malformed(FERRULE_REARM, NULL, 0));
    CHECK(MALFORMED(FERRULE_CMD, 1, 0, 0, 0, RELAY, 0, 0, 0, 0, 2));
    CHECK(MALFORMED_RELIABLE(FERRULE_HEARTBEAT, 0xD0, 0x07));
    CHECK(MALFORMED_RELIABLE(FERRULE_HELLO_REQ, 1, 0, 9, 0, 0, 0, 254, 0));
    CHECK_EQ(host.device.nonce, NONCE);
    CHECK_EQ(host.sets[RELAY], 0);
}

TEST(ignores_unknown_types_below_80_and_answers_those_above) {
    host_connect();
    SEND(FERRULE_UNSUPPORTED, 0x11);
    SEND(0x6F, 1, 2, 3);
    SEND(0x7F, 1);
    CHECK_EQ(host.count, 0);
    SEND_RELIABLE(0x6E, 1);
    CHECK(host_newest(FERRULE_ACK) != NULL && (host_newest(FERRULE_ACK)->hdr & 15) == 9);
    SEND(0x80, 1);
    CHECK(host_newest(FERRULE_UNSUPPORTED) != NULL && host_newest(FERRULE_UNSUPPORTED)->payload[0] == 0x80);
    host_clear();
    SEND_RELIABLE(0xFF, 1);
    CHECK(host_newest(FERRULE_UNSUPPORTED) != NULL && host_newest(FERRULE_UNSUPPORTED)->payload[0] == 0xFF);
    CHECK_EQ(host_newest(FERRULE_UNSUPPORTED)->hdr & 15, 8 | 2);
    CHECK_EQ(host.device.counters.malformed, 0);
}

void test_device(void) {
    RUN(refuses_a_config_with_a_pointer_missing);
    RUN(refuses_a_config_with_a_size_out_of_range);
    RUN(takes_a_config_at_the_edges_of_its_ranges);
    RUN(refuses_a_dictionary_that_is_cut_short);
    RUN(sets_every_output_safe_at_boot);
    RUN(takes_zero_for_a_safe_value_that_is_missing);
    RUN(sends_the_longest_hello_from_the_shortest_buffer);
    RUN(counts_each_kind_of_damage_apart);
    RUN(counts_best_effort_frames_that_break_a_rule);
    RUN(counts_and_acknowledges_reliable_frames_that_break_a_rule);
    RUN(counts_frames_with_the_wrong_r_bit);
    RUN(ignores_unknown_types_below_80_and_answers_those_above);
}
