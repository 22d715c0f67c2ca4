/* A6: every refusal by name, then what is obeyed. */
#include "host.h"
#include "test.h"

static void check_outcome(uint32_t id, enum ferrule_status status, uint32_t channel, int32_t value) {
    const struct outcome outcome = host_outcome();
    CHECK(outcome.came);
    CHECK_EQ(outcome.id, id);
    CHECK_EQ(outcome.status, status);
    CHECK_EQ(outcome.channel, channel);
    CHECK_EQ(outcome.value, value);
}

static void cmd(uint32_t id, uint32_t channel, int32_t value) {
    host_cmd(FERRULE_CMD, id, channel, host.tick + 1000, value);
}

/* The token of the ARM_OK that came, which restates what was asked. */
static uint16_t token_of(uint32_t id, uint32_t channel, int32_t value) {
    const struct frame *const frame = host_newest(FERRULE_ARM_OK);
    if (frame == NULL) {
        fail(__FILE__, __LINE__, "no ARM_OK");
        return 0;
    }
    struct ferrule_reader payload = ferrule_read_from(frame->payload, frame->length);
    const bool restates_id = ferrule_get_u32(&payload) == id;
    const uint16_t token = ferrule_get_u16(&payload);
    const bool restates_channel = ferrule_get_varint(&payload) == channel;
    if (!restates_id || !restates_channel || ferrule_get_zigzag(&payload) != value || !ferrule_read_all(&payload)) {
        fail(__FILE__, __LINE__, "ARM_OK does not restate what was asked");
    }
    host_clear();
    return token;
}

static uint16_t arm(uint32_t id, uint32_t channel, int32_t value) {
    host_cmd(FERRULE_ARM, id, channel, host.tick + 60000, value);
    return token_of(id, channel, value);
}

TEST(refuses_in_boot) {
    host_connect();
    cmd(1, RELAY, 1);
    check_outcome(1, FERRULE_FAIL_SAFE, RELAY, 0);
    cmd(2, NO_SUCH_CHANNEL, 1); /* the state is looked at first */
    check_outcome(2, FERRULE_FAIL_SAFE, NO_SUCH_CHANNEL, 0);
    host_cmd(FERRULE_ARM, 3, HEATER, host.tick + 1000, 1);
    check_outcome(3, FERRULE_FAIL_SAFE, HEATER, 0);
    host_confirm(4, 0);
    check_outcome(4, FERRULE_FAIL_SAFE, 0, 0);
    CHECK_EQ(host.sets[RELAY] + host.sets[HEATER], 0);
}

TEST(refuses_an_unknown_channel) {
    host_arm();
    for (uint32_t id = 1; id <= 4; id++) { /* whatever the stored results were before */
        cmd(id, SETPOINT, ferrule_from_float(1.0f));
        host_outcome();
    }
    cmd(5, NO_SUCH_CHANNEL, 1);
    check_outcome(5, FERRULE_NO_CHANNEL, NO_SUCH_CHANNEL, 0);
    cmd(6, UINT32_MAX, INT32_MIN);
    check_outcome(6, FERRULE_NO_CHANNEL, UINT32_MAX, 0);
    SEND_RELIABLE(FERRULE_CMD, 7, 0, 0, 0, NO_SUCH_CHANNEL, 0, 0, 0, 0, 0x80); /* its value is not looked at */
    check_outcome(7, FERRULE_NO_CHANNEL, NO_SUCH_CHANNEL, 0);
}

TEST(refuses_a_sensor_and_tells_its_value) {
    host_arm();
    host.value[TEMPERATURE] = 215;
    cmd(1, TEMPERATURE, 1);
    check_outcome(1, FERRULE_READ_ONLY, TEMPERATURE, 215);
}

TEST(refuses_a_value_out_of_range) {
    host_arm();
    cmd(1, VALVE, 1001);
    check_outcome(1, FERRULE_RANGE, VALVE, 500);
    cmd(2, SETPOINT, 0x7FC00000);
    check_outcome(2, FERRULE_RANGE, SETPOINT, ferrule_from_float(20.0f));
    cmd(3, MODE, 2);
    check_outcome(3, FERRULE_RANGE, MODE, 0);
    CHECK_EQ(host.sets[VALVE] + host.sets[SETPOINT] + host.sets[MODE], 0);
}

TEST(refuses_a_tick_after_the_deadline_and_obeys_at_it) {
    host_arm();
    host_cmd(FERRULE_CMD, 1, RELAY, host.tick - 1, 1);
    check_outcome(1, FERRULE_EXPIRED, RELAY, 0);
    host_cmd(FERRULE_CMD, 2, RELAY, host.tick, 1);
    check_outcome(2, FERRULE_DONE, RELAY, 1);
}

TEST(keeps_deadlines_over_the_wrap_of_the_tick) {
    host_arm();
    host.tick = 0xFFFFFFF0;
    host_heartbeat(2000);
    host_cmd(FERRULE_CMD, 1, RELAY, 0x10, 1);
    check_outcome(1, FERRULE_DONE, RELAY, 1);
    host.tick = 0x11;
    host_cmd(FERRULE_CMD, 2, RELAY, 0x10, 0);
    check_outcome(2, FERRULE_EXPIRED, RELAY, 1);
    host_cmd(FERRULE_CMD, 3, RELAY, 0xFFFFFFFF, 0);
    check_outcome(3, FERRULE_EXPIRED, RELAY, 1);
}

TEST(refuses_a_dangerous_channel_without_arm) {
    host_arm();
    cmd(1, HEATER, 1);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    host_confirm(2, 0);
    check_outcome(2, FERRULE_NOT_ARMED, 0, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(refuses_a_wrong_token_and_that_is_final) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    host_confirm(1, (uint16_t)(token + 1));
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    host_confirm(1, token);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(refuses_a_token_older_than_five_seconds) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    for (int i = 0; i < 5; i++) {
        host_pass(1000);
        host_heartbeat(2000);
    }
    host.tick++; /* without a poll between */
    host_clear();
    host_confirm(1, token);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(takes_a_token_of_exactly_five_seconds) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    for (int i = 0; i < 5; i++) {
        host_pass(1000);
        host_heartbeat(2000);
    }
    host_clear();
    host_confirm(1, token);
    check_outcome(1, FERRULE_DONE, HEATER, 1);
}

TEST(takes_a_token_once_even_when_its_result_is_forgotten) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    host_confirm(1, token);
    check_outcome(1, FERRULE_DONE, HEATER, 1);
    for (uint32_t id = 2; id <= 5; id++) {
        cmd(id, RELAY, 1);
        host_outcome();
    }
    host_confirm(1, token);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 1);
    CHECK_EQ(host.sets[HEATER], 1);
}

TEST(takes_no_arm_before_the_answer_to_the_last_has_arrived) {
    host_arm();
    host_cmd(FERRULE_ARM, 1, HEATER, host.tick, 1);
    host.expected = 0; /* this host lost it */
    host_cmd(FERRULE_ARM, 2, HEATER, host.tick, 0);
    CHECK_EQ(host.device.arm.id, 1);
    CHECK_EQ(host.device.expected, 2);
}

TEST(refuses_the_token_of_another_session) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    host_hello_req(NONCE + 1);
    host_clear();
    host_confirm(1, token);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(restates_a_float_as_a_float) {
    host_arm();
    host_cmd(FERRULE_ARM, 1, SETPOINT, host.tick, ferrule_from_float(-1.5f));
    const struct frame *const frame = host_newest(FERRULE_ARM_OK);
    CHECK(frame != NULL);
    CHECK_EQ(frame->length, 11);
    CHECK_BYTES(frame->payload + 7, ((const uint8_t[]){0x00, 0x00, 0xC0, 0xBF}), 4);
}

TEST(refuses_the_token_of_an_arm_that_was_replaced) {
    host_arm();
    const uint16_t old = arm(1, HEATER, 1);
    const uint16_t new = arm(2, HEATER, 0);
    CHECK(old != new);
    host_confirm(1, old);
    check_outcome(1, FERRULE_NOT_ARMED, 0, 0);
    host_confirm(2, old);
    check_outcome(2, FERRULE_NOT_ARMED, HEATER, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(refuses_a_confirm_after_the_deadline) {
    host_arm();
    host_cmd(FERRULE_ARM, 1, HEATER, host.tick + 10, 1);
    const uint16_t token = token_of(1, HEATER, 1);
    host_pass(11);
    host_clear();
    host_confirm(1, token);
    check_outcome(1, FERRULE_EXPIRED, HEATER, 0);
}

TEST(refuses_a_confirm_after_fail_safe_even_when_armed_again) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    host_pass(2001);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_FAIL_SAFE);
    host_heartbeat(2000);
    host_send_reliable(FERRULE_REARM, NULL, 0);
    CHECK_EQ(ferrule_state(&host.device), FERRULE_STATE_ARMED);
    host_clear();
    host_confirm(1, token);
    check_outcome(1, FERRULE_NOT_ARMED, HEATER, 0);
    CHECK_EQ(host.sets[HEATER], 0);
}

TEST(refuses_an_arm_as_it_refuses_a_command) {
    host_arm();
    host_cmd(FERRULE_ARM, 1, NO_SUCH_CHANNEL, host.tick + 9, 1);
    check_outcome(1, FERRULE_NO_CHANNEL, NO_SUCH_CHANNEL, 0);
    host_cmd(FERRULE_ARM, 2, TOTAL, host.tick + 9, 1);
    check_outcome(2, FERRULE_READ_ONLY, TOTAL, 0);
    host_cmd(FERRULE_ARM, 3, HEATER, host.tick + 9, 2);
    check_outcome(3, FERRULE_RANGE, HEATER, 0);
    host_cmd(FERRULE_ARM, 4, HEATER, host.tick - 1, 1);
    check_outcome(4, FERRULE_EXPIRED, HEATER, 0);
    CHECK_EQ(host_count(FERRULE_ARM_OK), 0);
}

TEST(tells_what_the_application_refused) {
    static const enum ferrule_status answers[][2] = {{FERRULE_BUSY, FERRULE_BUSY},
                                                     {FERRULE_INTERLOCK, FERRULE_INTERLOCK},
                                                     {FERRULE_FAILED, FERRULE_FAILED},
                                                     {FERRULE_NOT_FOUND, FERRULE_FAILED}};
    for (uint32_t i = 0; i < 4; i++) {
        host_arm();
        host.answer[RELAY] = answers[i][0];
        cmd(1, RELAY, 1);
        check_outcome(1, answers[i][1], RELAY, 0);
    }
}

TEST(tells_that_no_result_is_stored) {
    host_arm();
    host_query(77);
    check_outcome(77, FERRULE_NOT_FOUND, 0, 0);
    host_pass(100);
    CHECK_EQ(host_count(FERRULE_CMD_RESULT), 0); /* acknowledged: not again */
    host_query(78);
    check_outcome(78, FERRULE_NOT_FOUND, 0, 0);
}

TEST(takes_no_second_query_before_the_answer_to_the_first_has_arrived) {
    host_arm();
    host_query(77);
    host.expected = 0; /* this host lost it */
    host_query(78);
    CHECK_EQ(host.device.query_id, 77);
    CHECK_EQ(host.device.expected, 2);
}

TEST(obeys_and_shows_the_new_value_after_the_result) {
    host_arm();
    cmd(1, RELAY, 1);
    CHECK_EQ(host_count(FERRULE_READINGS), 0);
    host_acknowledge();
    const struct frame *const readings = host_newest(FERRULE_READINGS);
    CHECK(readings != NULL && readings->payload[0] == OUTPUTS && readings->payload[5] == 2);
    CHECK_EQ(readings->hdr & FERRULE_HDR_RELIABLE, FERRULE_HDR_RELIABLE);
    CHECK_EQ(host_count(FERRULE_READINGS), 1);
    check_outcome(1, FERRULE_DONE, RELAY, 1);
    cmd(2, SETPOINT, ferrule_from_float(-1.5f));
    check_outcome(2, FERRULE_DONE, SETPOINT, ferrule_from_float(-1.5f));
    cmd(3, MODE, -5);
    check_outcome(3, FERRULE_DONE, MODE, -5);
}

TEST(obeys_a_dangerous_channel_after_arm_and_confirm) {
    host_arm();
    const uint16_t token = arm(1, HEATER, 1);
    CHECK_EQ(host.sets[HEATER], 0);
    host_confirm(1, token);
    check_outcome(1, FERRULE_DONE, HEATER, 1);
    CHECK_EQ(host.sets[HEATER], 1);
    host_confirm(1, token); /* again: the same answer, no effect */
    check_outcome(1, FERRULE_DONE, HEATER, 1);
    host_cmd(FERRULE_ARM, 1, HEATER, host.tick + 9, 1);
    check_outcome(1, FERRULE_DONE, HEATER, 1);
    CHECK_EQ(host.sets[HEATER], 1);
}

TEST(gives_the_same_id_one_effect_and_one_answer) {
    host_arm();
    cmd(1, RELAY, 1);
    check_outcome(1, FERRULE_DONE, RELAY, 1);
    host.value[RELAY] = 0; /* whatever it is now: the answer is that of then */
    cmd(1, RELAY, 0);
    check_outcome(1, FERRULE_DONE, RELAY, 1);
    host_query(1);
    check_outcome(1, FERRULE_DONE, RELAY, 1);
    CHECK_EQ(host.sets[RELAY], 1);
}

TEST(keeps_the_last_four_results_over_a_session) {
    host_arm();
    for (uint32_t id = 1; id <= 5; id++) {
        cmd(id, VALVE, (int32_t)id);
        host_outcome();
    }
    host_hello_req(NONCE + 1);
    host_clear();
    host_query(1);
    check_outcome(1, FERRULE_NOT_FOUND, 0, 0);
    for (uint32_t id = 2; id <= 5; id++) {
        host_query(id);
        check_outcome(id, FERRULE_DONE, VALVE, (int32_t)id);
    }
}

TEST(takes_no_command_whose_result_it_could_not_keep) {
    host_arm();
    const uint8_t first = host.expected;
    for (uint32_t id = 1; id <= 5; id++) {
        host.expected = (first - 1) & 7; /* this host acknowledges nothing */
        cmd(id, VALVE, (int32_t)id);
    }
    CHECK_EQ(host.value[VALVE], 4);
    CHECK_EQ(host.device.expected, 5); /* REARM and four commands; the fifth is as if lost */
    host.expected = (first + 1) & 7;
    host_acknowledge();
    host.seq = 5;
    host.expected = (first + 1) & 7;
    cmd(5, VALVE, 5);
    CHECK_EQ(host.value[VALVE], 5);
}

TEST(sends_results_in_the_order_of_the_commands) {
    host_arm();
    const uint8_t first = host.expected;
    for (uint32_t id = 10; id <= 13; id++) {
        host.expected = first;
        cmd(id, VALVE, 1);
    }
    for (uint32_t id = 10; id <= 13; id++) {
        CHECK_EQ(host_newest(FERRULE_CMD_RESULT)->payload[0], id);
        host_clear();
        host.expected = (uint8_t)(first + id - 9) & 7;
        host_acknowledge();
    }
}

void test_command(void) {
    RUN(refuses_in_boot);
    RUN(refuses_an_unknown_channel);
    RUN(refuses_a_sensor_and_tells_its_value);
    RUN(refuses_a_value_out_of_range);
    RUN(refuses_a_tick_after_the_deadline_and_obeys_at_it);
    RUN(keeps_deadlines_over_the_wrap_of_the_tick);
    RUN(refuses_a_dangerous_channel_without_arm);
    RUN(refuses_a_wrong_token_and_that_is_final);
    RUN(refuses_a_token_older_than_five_seconds);
    RUN(takes_a_token_of_exactly_five_seconds);
    RUN(takes_a_token_once_even_when_its_result_is_forgotten);
    RUN(takes_no_arm_before_the_answer_to_the_last_has_arrived);
    RUN(refuses_the_token_of_another_session);
    RUN(restates_a_float_as_a_float);
    RUN(refuses_the_token_of_an_arm_that_was_replaced);
    RUN(refuses_a_confirm_after_the_deadline);
    RUN(refuses_a_confirm_after_fail_safe_even_when_armed_again);
    RUN(refuses_an_arm_as_it_refuses_a_command);
    RUN(tells_what_the_application_refused);
    RUN(tells_that_no_result_is_stored);
    RUN(takes_no_second_query_before_the_answer_to_the_first_has_arrived);
    RUN(obeys_and_shows_the_new_value_after_the_result);
    RUN(obeys_a_dangerous_channel_after_arm_and_confirm);
    RUN(gives_the_same_id_one_effect_and_one_answer);
    RUN(keeps_the_last_four_results_over_a_session);
    RUN(takes_no_command_whose_result_it_could_not_keep);
    RUN(sends_results_in_the_order_of_the_commands);
}
