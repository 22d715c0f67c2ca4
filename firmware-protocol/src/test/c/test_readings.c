#include "host.h"
#include "test.h"

TEST(refuses_an_unknown_template) {
    host_connect();
    CHECK_EQ(ferrule_send_readings(&host.device, 4, 0), FERRULE_INVALID);
    CHECK_EQ(host.line_length, 0);
}

TEST(refuses_a_template_with_an_unknown_channel) {
    static const uint8_t dictionary[] = {FERRULE_CHANNEL(FERRULE_ID(1), FERRULE_KEY('a')), FERRULE_TEMPLATE(1, 1, 2)};
    host_prepare();
    host.config.dictionary = dictionary;
    host.config.dictionary_size = sizeof dictionary;
    CHECK_EQ(ferrule_init(&host.device, &host.config, 1, FERRULE_RESET_UNKNOWN), FERRULE_OK);
    host_hello_req(NONCE);
    host_clear();
    CHECK_EQ(ferrule_send_readings(&host.device, 1, 0), FERRULE_INVALID);
    host_heartbeat(2000); /* nor does the snapshot send it, or try for ever */
    CHECK_EQ(host_count(FERRULE_READINGS), 0);
    CHECK_EQ(host.device.changed, 0);
}

TEST(refuses_what_is_longer_than_the_host_takes) {
    static const uint8_t dictionary[] = {
        FERRULE_CHANNEL(FERRULE_ID(1), FERRULE_KEY('a'), FERRULE_KIND(FERRULE_FLOAT)),
        FERRULE_TEMPLATE(1, 1, 1, 1, 1, 1, 1), FERRULE_TEMPLATE(2, 1, 1, 1, 1, 1)};
    host_prepare();
    host.config.dictionary = dictionary;
    host.config.dictionary_size = sizeof dictionary;
    ferrule_init(&host.device, &host.config, 1, FERRULE_RESET_UNKNOWN);
    host_send_frame(0, 0, FERRULE_HELLO_REQ, (const uint8_t[]){1, 0, 9, 0, 0, 0, 32, 0}, 8);
    CHECK_EQ(ferrule_send_readings(&host.device, 1, 0), FERRULE_INVALID); /* 5 + 24 bytes, 25 fit */
    CHECK_EQ(ferrule_send_readings(&host.device, 2, 0), FERRULE_OK);
    host.quality[1] = FERRULE_BAD;
    CHECK_EQ(ferrule_send_readings(&host.device, 2, 0), FERRULE_INVALID); /* 5 + 20 + 5 */
}

TEST(drops_and_counts_readings_without_room) {
    host_connect();
    host.room = 10;
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0), FERRULE_FULL);
    CHECK_EQ(ferrule_log(&host.device, FERRULE_INFO, "no room"), FERRULE_FULL);
    CHECK_EQ(host.device.counters.tx_dropped, 2);
    CHECK_EQ(host.line_length, 0);
}

TEST(refuses_an_event_of_an_unknown_channel) {
    host_connect();
    CHECK_EQ(ferrule_send_event(&host.device, NO_SUCH_CHANNEL, 0, FERRULE_GOOD, 1), FERRULE_INVALID);
}

TEST(refuses_an_event_of_an_unknown_kind) {
    static const uint8_t dictionary[] = {FERRULE_CHANNEL(FERRULE_ID(1), FERRULE_KEY('a'), FERRULE_KIND(5)),
                                         FERRULE_CHANNEL(FERRULE_ID(2), FERRULE_KEY('b'))};
    host_prepare();
    host.config.dictionary = dictionary;
    host.config.dictionary_size = sizeof dictionary;
    ferrule_init(&host.device, &host.config, 1, FERRULE_RESET_UNKNOWN);
    host_hello_req(NONCE);
    CHECK_EQ(ferrule_send_event(&host.device, 1, 0, FERRULE_GOOD, 1), FERRULE_INVALID);
    CHECK_EQ(ferrule_send_event(&host.device, 2, 0, FERRULE_GOOD, 1), FERRULE_OK);
    ferrule_poll(&host.device);
    CHECK_EQ(host_count(FERRULE_EVENT), 1);
}

TEST(refuses_a_second_event_until_the_first_is_acknowledged) {
    host_connect();
    CHECK_EQ(ferrule_send_event(&host.device, TOTAL, 1, FERRULE_GOOD, 1), FERRULE_OK);
    CHECK_EQ(ferrule_send_event(&host.device, TOTAL, 2, FERRULE_GOOD, 2), FERRULE_FULL);
    ferrule_poll(&host.device);
    CHECK_EQ(ferrule_send_event(&host.device, TOTAL, 2, FERRULE_GOOD, 2), FERRULE_FULL);
    host_acknowledge();
    CHECK_EQ(ferrule_send_event(&host.device, TOTAL, 2, FERRULE_GOOD, 2), FERRULE_OK);
}

TEST(refuses_a_level_out_of_range) {
    host_connect();
    CHECK_EQ(ferrule_log(&host.device, (enum ferrule_level)4, "loud"), FERRULE_INVALID);
    CHECK_EQ(host.line_length, 0);
}

TEST(sends_readings_with_their_tick) {
    host_connect();
    host.value[TEMPERATURE] = -65;
    host.value[TOTAL] = INT32_MAX;
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0xABCD1234), FERRULE_OK);
    const struct frame *const readings = host_newest(FERRULE_READINGS);
    static const uint8_t expected[] = {SENSORS, 0x34, 0x12, 0xCD, 0xAB, 0x81, 0x01, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F};
    CHECK(readings != NULL);
    CHECK_EQ(readings->length, sizeof expected);
    CHECK_BYTES(readings->payload, expected, sizeof expected);
    CHECK_EQ(readings->hdr, 0x88);
    CHECK_EQ(readings->seq, (uint8_t)(host.device.sent - 1));
}

TEST(sends_qualities_when_one_value_is_not_good) {
    host_connect();
    host.quality[TOTAL] = FERRULE_BAD | FERRULE_OPEN_CIRCUIT;
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0), FERRULE_OK);
    const struct frame *const readings = host_newest(FERRULE_READINGS_Q);
    static const uint8_t expected[] = {SENSORS, 0, 0, 0, 0, 0x00, 0x00, 0x83, 0x00};
    CHECK(readings != NULL);
    CHECK_EQ(readings->length, sizeof expected);
    CHECK_BYTES(readings->payload, expected, sizeof expected);
}

TEST(sends_an_event_until_it_is_acknowledged) {
    host_connect();
    ferrule_send_event(&host.device, SETPOINT, 0x01020304, FERRULE_UNCERTAIN, ferrule_from_float(-1.5f));
    host_pass(60);
    static const uint8_t expected[] = {SETPOINT, 4, 3, 2, 1, 0x40, 0x00, 0x00, 0xC0, 0xBF};
    CHECK_EQ(host_count(FERRULE_EVENT), 2);
    CHECK_BYTES(host.frames[0].payload, expected, sizeof expected);
    CHECK_BYTES(host.frames[1].payload, expected, sizeof expected);
    CHECK_EQ(host.frames[0].hdr & 0xF0, 0xC0);
    host_acknowledge();
    host_clear();
    host_pass(1000);
    CHECK_EQ(host.count, 0);
}

TEST(a_new_session_forgets_the_event) {
    host_connect();
    ferrule_send_event(&host.device, TOTAL, 1, FERRULE_GOOD, 1);
    ferrule_poll(&host.device);
    host_hello_req(NONCE + 1);
    host_clear();
    host_pass(100);
    CHECK_EQ(host_count(FERRULE_EVENT), 0);
    CHECK_EQ(ferrule_send_event(&host.device, TOTAL, 2, FERRULE_GOOD, 2), FERRULE_OK);
}

TEST(logs_without_a_session_and_without_control_characters) {
    host_boot();
    ferrule_poll(&host.device);
    host_clear();
    CHECK_EQ(ferrule_log(&host.device, FERRULE_ERROR, "a\tb \x7F\n"), FERRULE_OK);
    CHECK_EQ(host.frames[0].length, 7);
    CHECK_BYTES(host.frames[0].payload, (const uint8_t *)"\3a?b ??", 7);
}

TEST(cuts_a_log_between_two_characters) {
    host_connect();
    host.config.tx_size = 72 + FERRULE_OVERHEAD;
    char text[100] = "";
    while (strlen(text) < 90) {
        strcat(text, "\xC3\xA9"); /* e acute */
    }
    CHECK_EQ(ferrule_log(&host.device, FERRULE_INFO, text), FERRULE_OK);
    CHECK_EQ(host.frames[0].length, 71); /* 72 fit: the level, 35 characters and half of one */
    text[71] = '\0'; /* fits exactly, half a character included: as it was given */
    CHECK_EQ(ferrule_log(&host.device, FERRULE_INFO, text), FERRULE_OK);
    CHECK_EQ(host.frames[1].length, 72);
    CHECK_EQ(ferrule_log(&host.device, FERRULE_INFO, ""), FERRULE_OK);
    CHECK_EQ(host.frames[2].length, 1);
}

void test_readings(void) {
    RUN(refuses_an_unknown_template);
    RUN(refuses_a_template_with_an_unknown_channel);
    RUN(refuses_what_is_longer_than_the_host_takes);
    RUN(drops_and_counts_readings_without_room);
    RUN(refuses_an_event_of_an_unknown_channel);
    RUN(refuses_an_event_of_an_unknown_kind);
    RUN(refuses_a_second_event_until_the_first_is_acknowledged);
    RUN(refuses_a_level_out_of_range);
    RUN(sends_readings_with_their_tick);
    RUN(sends_qualities_when_one_value_is_not_good);
    RUN(sends_an_event_until_it_is_acknowledged);
    RUN(a_new_session_forgets_the_event);
    RUN(logs_without_a_session_and_without_control_characters);
    RUN(cuts_a_log_between_two_characters);
}
