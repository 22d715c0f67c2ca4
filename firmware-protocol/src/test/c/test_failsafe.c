/* A4: BOOT, ARMED, FAIL-SAFE, and what HEARTBEAT is answered with. */
#include "host.h"
#include "test.h"

static bool all_safe(void) {
    return host.value[RELAY] == 0 && host.value[VALVE] == 500 && host.value[HEATER] == 0 &&
           host.value[SETPOINT] == ferrule_from_float(20.0f) && host.value[MODE] == 0;
}

TEST(stays_in_boot_without_a_heartbeat) {
    host_connect();
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_BOOT);
}

TEST(stays_in_boot_when_heartbeats_came_but_stopped) {
    host_connect();
    host_heartbeat(200);
    host_pass(200);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_BOOT);
}

TEST(arming_moves_no_output) {
    host_connect();
    host_heartbeat(2000);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    for (unsigned id = 0; id < 8; id++) {
        CHECK_EQ(host.sets[id], 0);
    }
}

TEST(turns_to_fail_safe_exactly_when_t_has_passed) {
    host_arm();
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick, 1);
    host_cmd(FERRULE_CMD, 2, VALVE, host.tick, 7);
    host_settle();
    host_pass(1999);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    CHECK_EQ(host.value[RELAY], 1);
    host_clear();
    host_pass(1);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
    CHECK(all_safe());
    host_settle();
    const struct frame *const readings = host_newest(FERRULE_READINGS);
    CHECK(readings != NULL && readings->payload[0] == VALVES);
    CHECK_EQ(host_count(FERRULE_READINGS), 2);
    host_cmd(FERRULE_CMD, 3, RELAY, host.tick, 1);
    CHECK(all_safe());
}

TEST(takes_t_from_the_latest_heartbeat) {
    host_arm();
    host_heartbeat(300);
    host_pass(299);
    host_heartbeat(60000);
    host_pass(59999);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    host_pass(1);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
}

TEST(a_late_heartbeat_does_not_hide_a_loop_that_stood_still) {
    host_arm();
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick, 1);
    host.tick += 2000; /* no poll */
    host_heartbeat(2000);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
    CHECK(all_safe());
}

TEST(a_command_that_arrives_after_t_finds_fail_safe) {
    host_arm();
    host.tick += 2000; /* no poll */
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick, 1);
    CHECK(all_safe());
    CHECK_EQ(host_outcome().status, FERRULE_FAIL_SAFE);
}

TEST(leaves_fail_safe_only_by_heartbeat_and_rearm) {
    host_arm();
    host_pass(2000);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
    host_heartbeat(2000);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    CHECK(all_safe());
}

TEST(a_new_session_leaves_the_state) {
    host_arm();
    host_hello_req(NONCE + 1);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    host_pass(2000);
    host_hello_req(NONCE + 2);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
}

TEST(tries_again_what_did_not_take_its_safe_value) {
    host_arm();
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick, 1);
    host.answer[RELAY] = FERRULE_BUSY;
    host_pass(2000);
    CHECK_EQ(host.value[RELAY], 1);
    host_clear();
    host_pass(300);
    CHECK_EQ(host.sets[RELAY], 3);
    host.answer[RELAY] = FERRULE_DONE;
    host_settle();
    host_clear();
    host_pass(100);
    CHECK(all_safe());
    host_settle();
    CHECK_EQ(host_count(FERRULE_READINGS), 2);
    host_clear();
    host_pass(500);
    CHECK_EQ(host.sets[RELAY], 0);
}

TEST(answers_the_first_heartbeat_with_status) {
    host_connect();
    host_heartbeat(2000);
    const struct frame *const status = host_newest(FERRULE_STATUS);
    CHECK(status != NULL);
    CHECK_EQ(status->length, 10);
    CHECK_EQ(status->payload[0], 2); /* never commanded */
    CHECK_EQ(status->payload[1], status->seq); /* the frames before it, since boot */
    CHECK_EQ(status->payload[1], 1); /* HELLO */
    CHECK_EQ(status->payload[2], 2); /* HELLO_REQ and HEARTBEAT */
}

TEST(answers_with_status_every_five_seconds_and_with_ack_when_silent) {
    host_connect();
    host_heartbeat(2000);
    host_settle();
    host_clear();
    for (int i = 0; i < 5; i++) {
        host_pass(999);
        host_clear();
        host_heartbeat(2000);
        CHECK_EQ(host.count, i == 0 ? 0 : 1); /* STATUS and READINGS went since the first */
        CHECK_EQ(host_count(FERRULE_STATUS), 0);
    }
    host_pass(5);
    host_clear();
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_STATUS), 1);
}

TEST(does_not_acknowledge_a_heartbeat_when_something_was_sent) {
    host_connect();
    host_heartbeat(2000);
    host_heartbeat(2000);
    host_heartbeat(2000);
    host_clear();
    SEND(FERRULE_TIME_REQ, 1);
    host_heartbeat(2000);
    CHECK_EQ(host.count, 1);
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_ACK), 1);
}

TEST(status_alone_does_not_count_as_sent) {
    host_connect();
    host_heartbeat(2000);
    host_settle();
    host_pass(5000);
    host_clear();
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_STATUS), 1);
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_ACK), 1);
}

TEST(answers_with_status_when_its_flags_changed) {
    host_arm();
    host_pass(2000);
    host_clear();
    host_heartbeat(2000);
    const struct frame *const status = host_newest(FERRULE_STATUS);
    CHECK(status != NULL);
    CHECK_EQ(status->payload[0], 3);
}

TEST(tells_until_every_output_was_commanded) {
    host_arm();
    for (uint32_t id = RELAY; id <= MODE; id++) {
        CHECK_EQ(ferrule_failsafe_flags(&host.device), 2);
        if (id == HEATER) {
            host_cmd(FERRULE_ARM, id, HEATER, host.tick, 0);
            host_confirm(id, host.device.arm.token);
        } else {
            host_cmd(FERRULE_CMD, id, id, host.tick, 0);
        }
        CHECK_EQ(host_outcome().status, FERRULE_DONE);
    }
    CHECK_EQ(ferrule_failsafe_flags(&host.device), 0);
}

TEST(sends_the_values_of_a_new_session_until_they_are_acknowledged) {
    host_connect();
    host_heartbeat(2000);
    const struct frame first = *host_newest(FERRULE_READINGS);
    CHECK_EQ(first.payload[0], SENSORS);
    CHECK_EQ(first.hdr & FERRULE_HDR_RELIABLE, FERRULE_HDR_RELIABLE);
    host.expected = (host.expected - 1) & 7; /* this host lost it */
    host_clear();
    host.value[TEMPERATURE] = 77;
    host_pass(60);
    const struct frame *const again = host_newest(FERRULE_READINGS);
    CHECK(again != NULL && again->seq == first.seq && again->payload[0] == SENSORS);
    struct ferrule_reader values = ferrule_read_from(again->payload + 5, (uint16_t)(again->length - 5));
    CHECK_EQ(ferrule_get_zigzag(&values), 77); /* those of now */
}

TEST(sends_a_value_again_that_changed_while_an_acknowledgment_was_lost) {
    host_connect();
    host_heartbeat(2000);
    const struct frame first = *host_newest(FERRULE_READINGS); /* this host has it; its acknowledgment gets lost */
    CHECK_EQ(first.payload[0], SENSORS);
    ferrule_mark_changed(&host.device, TEMPERATURE);
    host.value[TEMPERATURE] = 77;
    host_pass(60);
    const struct frame *const again = host_newest(FERRULE_READINGS);
    CHECK(again != NULL && again->seq == first.seq); /* which the host drops, as it has that number */
    host_clear();
    host_acknowledge();
    const struct frame *const newer = host_newest(FERRULE_READINGS);
    CHECK(newer != NULL && newer->seq != first.seq && newer->payload[0] == SENSORS);
    struct ferrule_reader values = ferrule_read_from(newer->payload + 5, (uint16_t)(newer->length - 5));
    CHECK_EQ(ferrule_get_zigzag(&values), 77);
}

TEST(sends_nothing_in_place_of_values_that_no_longer_fit) {
    static const uint8_t dictionary[] = {
        FERRULE_CHANNEL(FERRULE_ID(1), FERRULE_KEY('a'), FERRULE_KIND(FERRULE_FLOAT)),
        FERRULE_TEMPLATE(1, 1, 1, 1, 1, 1)};
    host_prepare();
    host.config.dictionary = dictionary;
    host.config.dictionary_size = sizeof dictionary;
    ferrule_init(&host.device, &host.config, 1, FERRULE_RESET_UNKNOWN);
    host_send_frame(0, 0, FERRULE_HELLO_REQ, (const uint8_t[]){1, 0, 9, 0, 0, 0, 32, 0}, 8);
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_READINGS), 1); /* 25 bytes, the most */
    host.expected = 0;
    host.quality[1] = FERRULE_BAD;
    host_pass(60);
    const struct frame *const nothing = host_newest(FERRULE_EXPERIMENT);
    CHECK(nothing != NULL && nothing->length == 0 && nothing->seq == 0);
    host_acknowledge();
    CHECK(!host.device.sender.outstanding);
}

TEST(sends_every_template_at_the_first_heartbeat_of_a_session) {
    host_connect();
    host_heartbeat(2000);
    host_settle();
    CHECK_EQ(host_count(FERRULE_READINGS), 3);
    host_clear();
    host_heartbeat(2000);
    CHECK_EQ(host_count(FERRULE_READINGS), 0);
    host_hello_req(NONCE + 1);
    host_clear();
    host_heartbeat(2000);
    host_settle();
    CHECK_EQ(host_count(FERRULE_READINGS), 3);
    CHECK_EQ(host_count(FERRULE_STATUS), 1);
}

TEST(takes_the_shortest_t) {
    host_connect();
    host_heartbeat(200);
    CHECK(host.device.heartbeats_come);
    CHECK_EQ(host.device.counters.malformed, 0);
}

TEST(tells_its_longest_turn_since_the_last_status) {
    host_boot();
    host.tick += 500;
    host_hello_req(NONCE);
    host_pass(10);
    host.tick += 24; /* and one in host_pass */
    host_pass(10);
    host_clear();
    host.device.status_old = true;
    host_heartbeat(2000);
    const struct frame *status = host_newest(FERRULE_STATUS);
    CHECK(status != NULL);
    struct ferrule_reader longest = ferrule_read_from(status->payload + 9, (uint16_t)(status->length - 9));
    CHECK_EQ(ferrule_get_varint(&longest), 501000);
    host_pass(5000);
    host_clear();
    host_heartbeat(2000);
    status = host_newest(FERRULE_STATUS);
    CHECK(status != NULL);
    longest = ferrule_read_from(status->payload + 9, (uint16_t)(status->length - 9));
    CHECK_EQ(ferrule_get_varint(&longest), 1000);
}

void test_failsafe(void) {
    RUN(stays_in_boot_without_a_heartbeat);
    RUN(stays_in_boot_when_heartbeats_came_but_stopped);
    RUN(arming_moves_no_output);
    RUN(turns_to_fail_safe_exactly_when_t_has_passed);
    RUN(takes_t_from_the_latest_heartbeat);
    RUN(a_late_heartbeat_does_not_hide_a_loop_that_stood_still);
    RUN(a_command_that_arrives_after_t_finds_fail_safe);
    RUN(leaves_fail_safe_only_by_heartbeat_and_rearm);
    RUN(a_new_session_leaves_the_state);
    RUN(tries_again_what_did_not_take_its_safe_value);
    RUN(answers_the_first_heartbeat_with_status);
    RUN(answers_with_status_every_five_seconds_and_with_ack_when_silent);
    RUN(does_not_acknowledge_a_heartbeat_when_something_was_sent);
    RUN(status_alone_does_not_count_as_sent);
    RUN(answers_with_status_when_its_flags_changed);
    RUN(tells_until_every_output_was_commanded);
    RUN(takes_the_shortest_t);
    RUN(tells_its_longest_turn_since_the_last_status);
    RUN(sends_the_values_of_a_new_session_until_they_are_acknowledged);
    RUN(sends_a_value_again_that_changed_while_an_acknowledgment_was_lost);
    RUN(sends_nothing_in_place_of_values_that_no_longer_fit);
    RUN(sends_every_template_at_the_first_heartbeat_of_a_session);
}
