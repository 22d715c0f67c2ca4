/* A3 and A5 on the device: HELLO, sequence numbers, acknowledgment, dictionary, time. */
#include "host.h"
#include "test.h"

TEST(obeys_nothing_before_a_session) {
    host_boot();
    ferrule_poll(&host.device);
    host_clear();
    host_heartbeat(2000);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    SEND(FERRULE_TIME_REQ, 5);
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick + 1000, 1);
    SEND(0x90, 1);
    CHECK_EQ(host.count, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_BOOT);
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0), FERRULE_NO_SESSION);
    CHECK_EQ(ferrule_send_event(&host.device, RELAY, 0, FERRULE_GOOD, 0), FERRULE_NO_SESSION);
}

TEST(says_hello_with_nonce_0_at_boot_and_every_second) {
    host_boot();
    host_pass(1000);
    CHECK_EQ(host_count(FERRULE_HELLO), 1); /* sent by the first poll, at 1 ms */
    host_pass(1);
    CHECK_EQ(host_count(FERRULE_HELLO), 2);
    host_pass(2999);
    CHECK_EQ(host_count(FERRULE_HELLO), 4);
    CHECK_EQ(host.count, 4);
    static const uint8_t head[] = {1, 0, 0, 0, 0, 0, BOOT_ID, 0, 0, 0};
    CHECK_BYTES(host.frames[0].payload, head, sizeof head);
    CHECK_EQ(host.frames[0].hdr, 0x80);
    CHECK_EQ(host.frames[0].seq, 0);
    CHECK_EQ(host.frames[1].hdr, 0x80);
    CHECK_EQ(host.frames[1].seq, 1);
}

TEST(answers_hello_req_with_all_that_a2_asks_for) {
    static const uint8_t uid[] = {0xCA, 0xFE};
    host_prepare();
    host.config.uid = uid;
    host.config.uid_length = 2;
    ferrule_init(&host.device, &host.config, 0x11223344, FERRULE_RESET_WATCHDOG);
    host_hello_req(NONCE);
    CHECK_EQ(host.count, 1);
    const struct frame *const hello = host_newest(FERRULE_HELLO);
    const uint32_t hash = ferrule_crc32c_flash(0, host_dictionary, host_dictionary_size);
    struct ferrule_reader payload = ferrule_read_from(hello->payload, hello->length);
    CHECK_EQ(hello->hdr, 0x88);
    CHECK_EQ(ferrule_get_u16(&payload), 0x0001);
    CHECK_EQ(ferrule_get_u32(&payload), NONCE);
    CHECK_EQ(ferrule_get_u32(&payload), 0x11223344);
    CHECK_EQ(ferrule_get_u32(&payload), hash);
    CHECK_EQ(ferrule_get_u16(&payload), host_dictionary_size);
    CHECK_EQ(ferrule_get_u8(&payload), 64);
    CHECK_EQ(ferrule_get_u16(&payload), 128);
    CHECK_EQ(ferrule_get_u8(&payload), FERRULE_WINDOW);
    CHECK_EQ(ferrule_get_u8(&payload), 0);
    CHECK_EQ(ferrule_get_u8(&payload), FERRULE_RESET_WATCHDOG);
    CHECK_EQ(ferrule_get_varint(&payload), 1000);
    CHECK_EQ(ferrule_get_u8(&payload), 2);
    CHECK_EQ(ferrule_get_u16(&payload), 0xFECA);
    CHECK_EQ(payload.left, 8);
    CHECK_BYTES(payload.at, (const uint8_t *)"test 1.0", 8);
}

TEST(says_what_is_wrong_with_a_hello_req) {
    static const struct {
        uint8_t payload[8], length, rule;
    } wrong[] = {
        {{2, 0, 9, 0, 0, 0, 254, 0}, 8, FERRULE_REFUSED_VERSION}, {{2, 0}, 2, FERRULE_REFUSED_VERSION},
        {{1, 0, 9, 0, 0, 0, 254}, 7, FERRULE_REFUSED_LENGTH},     {{1}, 1, FERRULE_REFUSED_LENGTH},
        {{1, 0, 0, 0, 0, 0, 254, 0}, 8, FERRULE_REFUSED_NONCE},   {{1, 0, 9, 0, 0, 0, 31, 0}, 8, FERRULE_REFUSED_MAX_BODY},
        {{1, 0, 9, 0, 0, 0, 255, 0}, 8, FERRULE_REFUSED_MAX_BODY},
    };
    host_boot();
    ferrule_poll(&host.device);
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        host_clear();
        host_send_frame(0, 0, FERRULE_HELLO_REQ, wrong[i].payload, wrong[i].length);
        CHECK_EQ(host.count, 1);
        CHECK_EQ(host.frames[0].type, FERRULE_REFUSED);
        CHECK_EQ(host.frames[0].length, 2);
        CHECK_EQ(host.frames[0].payload[0], FERRULE_HELLO_REQ);
        CHECK_EQ(host.frames[0].payload[1], wrong[i].rule);
        CHECK(!ferrule_has_session(&host.device));
    }
    host_clear();
    host_pass(500);
    CHECK_EQ(host.count, 0); /* once */
    host_connect();
    host_send_frame(0, 0, FERRULE_HELLO_REQ, wrong[4].payload, wrong[4].length);
    CHECK_EQ(host.device.nonce, NONCE); /* the session goes on */
    CHECK_EQ(host_count(FERRULE_REFUSED), 1);
}

TEST(takes_a_hello_req_with_offers_and_fields_of_a_later_minor_version) {
    host_boot();
    host_send_frame(0, 0, FERRULE_HELLO_REQ, (const uint8_t[]){1, 9, 9, 0, 0, 0, 254, 0xFF, 1, 2, 3}, 11);
    CHECK_EQ(host.device.nonce, 9);
    CHECK_EQ(host_count(FERRULE_HELLO), 1);
}

TEST(answers_the_same_nonce_again_without_a_reset) {
    host_connect();
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    const uint8_t expected = host.device.expected;
    host_clear();
    host_hello_req(NONCE);
    CHECK_EQ(host_count(FERRULE_HELLO), 1);
    CHECK_EQ(host.device.expected, expected);
    CHECK(host.device.sender.outstanding);
}

TEST(forgets_the_reliable_sequences_at_a_new_nonce_and_counts_on_the_others) {
    host_connect();
    for (int i = 0; i < 3; i++) {
        SEND_RELIABLE(FERRULE_DICT_GET, 0);
        host_acknowledge();
    }
    const uint8_t sent = (uint8_t)host.device.sent;
    CHECK(sent > 0);
    host_clear();
    host_hello_req(NONCE + 1);
    CHECK_EQ(host.frames[0].type, FERRULE_HELLO);
    CHECK_EQ(host.frames[0].hdr, 0x88);
    CHECK_EQ(host.frames[0].seq, sent);
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    const struct frame *const data = host_newest(FERRULE_DICT_DATA);
    CHECK(data != NULL);
    CHECK_EQ(data->hdr, 0xC8 | 1);
    CHECK_EQ(data->seq, 0);
}

TEST(sends_hello_before_anything_else_of_a_new_session) {
    host_connect();
    host.room = 0;
    host_hello_req(NONCE + 1);
    host.room = UINT16_MAX;
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0), FERRULE_FULL);
    CHECK_EQ(ferrule_log(&host.device, FERRULE_INFO, "early"), FERRULE_FULL);
    ferrule_poll(&host.device);
    CHECK_EQ(host.count, 1);
    CHECK_EQ(host.frames[0].type, FERRULE_HELLO);
    CHECK_EQ(ferrule_send_readings(&host.device, SENSORS, 0), FERRULE_OK);
}

TEST(sends_nothing_reliable_before_hello_either) {
    host_connect();
    host.room = 30; /* for a result but not for HELLO */
    host_hello_req(NONCE + 1);
    host_query(1);
    host_pass(10);
    CHECK_EQ(host.count, 0);
    host.room = UINT16_MAX;
    ferrule_poll(&host.device);
    CHECK_EQ(host.frames[0].type, FERRULE_HELLO);
    CHECK_EQ(host.frames[1].type, FERRULE_CMD_RESULT);
}

TEST(forgets_at_a_new_nonce_all_that_was_to_be_sent) {
    host_arm();
    host.room = 0;
    host_heartbeat(2000);
    SEND(FERRULE_TIME_REQ, 1);
    SEND(0x99, 1);
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick, 1);
    host_query(2);
    ferrule_send_event(&host.device, TOTAL, 0, FERRULE_GOOD, 1);
    host.tick += 6000;
    ferrule_poll(&host.device); /* and fail-safe, and a STATUS by age */
    host_hello_req(NONCE + 1);
    host.room = UINT16_MAX;
    host_pass(100);
    CHECK_EQ(host.count, 1);
    CHECK_EQ(host.frames[0].type, FERRULE_HELLO);
}

TEST(serves_the_whole_dictionary_in_pieces) {
    uint8_t whole[FERRULE_MAX_DICTIONARY];
    uint16_t have = 0;
    host_connect();
    while (have < host_dictionary_size) {
        uint8_t offset[5];
        struct ferrule_writer writer = {offset, 5, false};
        ferrule_put_varint(&writer, have);
        host_clear();
        host_send_reliable(FERRULE_DICT_GET, offset, (uint16_t)(5 - writer.left));
        const struct frame *const data = host_newest(FERRULE_DICT_DATA);
        CHECK(data != NULL);
        struct ferrule_reader payload = ferrule_read_from(data->payload, data->length);
        CHECK_EQ(ferrule_get_varint(&payload), have);
        CHECK_EQ(ferrule_get_varint(&payload), host_dictionary_size);
        CHECK(payload.left > 0 && have + payload.left <= host_dictionary_size);
        memcpy(whole + have, payload.at, payload.left);
        have = (uint16_t)(have + payload.left);
        host_acknowledge();
    }
    CHECK_BYTES(whole, host_dictionary, host_dictionary_size);
}

TEST(keeps_frames_within_what_the_host_takes) {
    host_boot();
    host_send_frame(0, 0, FERRULE_HELLO_REQ, (const uint8_t[]){1, 0, 9, 0, 0, 0, 32, 0}, 8);
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    const struct frame *const data = host_newest(FERRULE_DICT_DATA);
    CHECK(data != NULL);
    CHECK_EQ(data->length + 7, 32);
}

TEST(resends_what_is_not_acknowledged_with_a_fresh_ack) {
    host_connect();
    SEND_RELIABLE(FERRULE_DICT_GET, 0);
    const struct frame first = *host_newest(FERRULE_DICT_DATA);
    host_pass(40);
    CHECK_EQ(host_count(FERRULE_DICT_DATA), 1);
    host.expected = 0; /* this host lost it */
    host_send_reliable(FERRULE_REARM, NULL, 0);
    host_pass(30);
    CHECK_EQ(host_count(FERRULE_DICT_DATA), 2);
    const struct frame again = *host_newest(FERRULE_DICT_DATA);
    CHECK_EQ(again.hdr, (first.hdr & 0xF8) | 2);
    CHECK_EQ(again.seq, first.seq);
    CHECK_EQ(again.length, first.length);
    CHECK_BYTES(again.payload, first.payload, first.length);
    CHECK_EQ(host.device.counters.resent, 1);
    host_acknowledge();
    host_clear();
    host_pass(2000);
    CHECK_EQ(host.count, 0);
}

TEST(takes_each_reliable_frame_once_and_acknowledges_repeats) {
    host_arm();
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick + 1000, 1);
    host_outcome();
    host_clear();
    for (int i = 0; i < 3; i++) {
        host.seq = (host.seq - 1) & 7;
        host_cmd(FERRULE_CMD, 2, RELAY, host.tick + 1000, 0); /* another command under the number of the first */
        CHECK_EQ(host_count(FERRULE_ACK), i + 1);
        CHECK_EQ(host.frames[i].hdr & 15, 8 | 2);
    }
    CHECK_EQ(host.value[RELAY], 1);
    CHECK_EQ(host_count(FERRULE_CMD_RESULT), 0);
}

TEST(takes_no_echo_of_its_own_and_no_frame_of_a_later_version) {
    host_arm();
    const uint8_t payload[] = {1, 0, 0, 0, RELAY, 0xFF, 0xFF, 0xFF, 0, 2};
    const uint32_t before = host.device.counters.rx_frames;
    static const uint8_t headers[] = {0x80, 0x20, 0x10};
    for (unsigned i = 0; i < sizeof headers; i++) {
        host_send_frame((uint8_t)(headers[i] | 0x48), host.seq, FERRULE_CMD, payload, sizeof payload);
        host_send_frame(headers[i], 0, FERRULE_HELLO_REQ, (const uint8_t[]){1, 0, 9, 0, 0, 0, 254, 0}, 8);
    }
    host_send_frame(0x48, (uint8_t)(host.seq | 8), FERRULE_CMD, payload, sizeof payload); /* seq goes to 7 */
    host_pass(100);
    CHECK_EQ(host.sets[RELAY], 0);
    CHECK_EQ(host.count, 0);
    CHECK_EQ(host.device.nonce, NONCE);
    CHECK_EQ(host.device.expected, host.seq);
    CHECK_EQ(host.device.counters.rx_frames, before);
    CHECK_EQ(host.device.counters.malformed, 0);
}

TEST(takes_nothing_after_a_gap_and_tells_what_it_expects) {
    host_arm();
    host.seq = (host.seq + 1) & 7; /* one was lost */
    for (uint32_t id = 1; id <= 3; id++) {
        host_cmd(FERRULE_CMD, id, RELAY, host.tick + 1000, 1);
        CHECK_EQ(host_count(FERRULE_ACK), id);
        CHECK_EQ(host.frames[id - 1].hdr & 15, 8 | 1);
    }
    CHECK_EQ(host.sets[RELAY], 0);
    host.seq = 1;
    host_cmd(FERRULE_CMD, 9, RELAY, host.tick + 1000, 1);
    CHECK_EQ(host.sets[RELAY], 1);
}

TEST(answers_time_at_once_with_its_tick) {
    host_connect();
    host.tick = 0x12345678;
    SEND(FERRULE_TIME_REQ, 0xAB);
    const struct frame *const time = host_newest(FERRULE_TIME_RSP);
    CHECK(time != NULL);
    CHECK_EQ(time->length, 5);
    CHECK_BYTES(time->payload, ((const uint8_t[]){0xAB, 0x78, 0x56, 0x34, 0x12}), 5);
}

TEST(puts_an_extra_delimiter_before_the_first_frame_and_after_a_second) {
    host_boot();
    ferrule_poll(&host.device);
    CHECK_EQ(host.delimiters, 1);
    CHECK_EQ(host.line[0], 0);
    host_hello_req(NONCE);
    CHECK_EQ(host.delimiters, 1);
    host_pass(999);
    SEND(FERRULE_TIME_REQ, 1);
    CHECK_EQ(host.delimiters, 1);
    host_pass(999); /* since the frame before, not since the first */
    SEND(FERRULE_TIME_REQ, 1);
    CHECK_EQ(host.delimiters, 1);
    host_pass(1000);
    SEND(FERRULE_TIME_REQ, 1);
    CHECK_EQ(host.delimiters, 2);
}

TEST(writes_a_frame_that_fits_to_the_byte) {
    host_connect();
    host_pass(1000);
    host.room = 5 + FERRULE_OVERHEAD; /* and one for the delimiter after a second */
    SEND(FERRULE_TIME_REQ, 1);
    CHECK_EQ(host.line_length, 0);
    host.room++;
    ferrule_poll(&host.device);
    CHECK_EQ(host.line_length, 5 + FERRULE_OVERHEAD + 1);
    host.room--;
    SEND(FERRULE_TIME_REQ, 1);
    CHECK_EQ(host_count(FERRULE_TIME_RSP), 2);
}

TEST(writes_nothing_without_room_and_everything_later) {
    host_arm();
    host.room = 8; /* one less than an ACK */
    SEND(FERRULE_TIME_REQ, 1);
    SEND(0x99, 1);
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick + 1000, 1);
    host_pass(100);
    CHECK_EQ(host.line_length, 0);
    host.room = UINT16_MAX;
    ferrule_poll(&host.device);
    CHECK_EQ(host_count(FERRULE_TIME_RSP), 1);
    CHECK_EQ(host_count(FERRULE_UNSUPPORTED), 1);
    CHECK_EQ(host_count(FERRULE_CMD_RESULT), 1);
    CHECK_EQ(host_count(FERRULE_READINGS), 0);
    host_acknowledge();
    CHECK_EQ(host_count(FERRULE_READINGS), 1); /* of the one template that shows the relay */
    CHECK_EQ(host_count(FERRULE_ACK), 0); /* the others carried it */
}

void test_session(void) {
    RUN(obeys_nothing_before_a_session);
    RUN(says_hello_with_nonce_0_at_boot_and_every_second);
    RUN(answers_hello_req_with_all_that_a2_asks_for);
    RUN(says_what_is_wrong_with_a_hello_req);
    RUN(takes_a_hello_req_with_offers_and_fields_of_a_later_minor_version);
    RUN(answers_the_same_nonce_again_without_a_reset);
    RUN(forgets_the_reliable_sequences_at_a_new_nonce_and_counts_on_the_others);
    RUN(sends_hello_before_anything_else_of_a_new_session);
    RUN(sends_nothing_reliable_before_hello_either);
    RUN(forgets_at_a_new_nonce_all_that_was_to_be_sent);
    RUN(serves_the_whole_dictionary_in_pieces);
    RUN(keeps_frames_within_what_the_host_takes);
    RUN(resends_what_is_not_acknowledged_with_a_fresh_ack);
    RUN(takes_each_reliable_frame_once_and_acknowledges_repeats);
    RUN(takes_no_echo_of_its_own_and_no_frame_of_a_later_version);
    RUN(takes_nothing_after_a_gap_and_tells_what_it_expects);
    RUN(answers_time_at_once_with_its_tick);
    RUN(puts_an_extra_delimiter_before_the_first_frame_and_after_a_second);
    RUN(writes_a_frame_that_fits_to_the_byte);
    RUN(writes_nothing_without_room_and_everything_later);
}
