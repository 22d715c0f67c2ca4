#include "host.h"
#include "test.h"

static bool is_whole(const uint8_t *bytes, uint16_t length) {
    const struct ferrule_reader dictionary = ferrule_read_flash(bytes, length);
    return ferrule_dictionary_is_whole(&dictionary);
}

/* The dictionary of the test host. */
static const struct ferrule_reader *whole(void) {
    static struct ferrule_reader dictionary;
    dictionary = ferrule_read_flash(host_dictionary, host_dictionary_size);
    return &dictionary;
}

#define IS_WHOLE(...) is_whole((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

TEST(refuses_a_record_that_runs_past_the_end) {
    CHECK(!IS_WHOLE(1, 3, 1, 1));
    CHECK(!IS_WHOLE(1, 0x80));
    CHECK(!IS_WHOLE(1));
    CHECK(!IS_WHOLE(99, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F));
}

TEST(refuses_every_truncation_of_a_dictionary) {
    uint16_t ends = 0;
    for (uint16_t cut = 1; cut < host_dictionary_size; cut++) {
        ends = (uint16_t)(ends + is_whole(host_dictionary, cut));
    }
    CHECK_EQ(ends, 12); /* between its 13 records */
}

TEST(refuses_more_than_128_channels) {
    static uint8_t bytes[129 * 5];
    for (unsigned i = 0; i < 129; i++) {
        const uint8_t channel[] = {1, 3, 1, 1, (uint8_t)(i & 0x7F)};
        memcpy(bytes + i * 5, channel, 5);
    }
    CHECK(is_whole(bytes, 128 * 5));
    CHECK(!is_whole(bytes, 129 * 5));
}

TEST(does_not_find_what_is_not_there) {
    struct ferrule_channel channel;
    struct ferrule_reader channels;
    CHECK(!ferrule_find_channel(whole(), NO_SUCH_CHANNEL, &channel));
    CHECK(!ferrule_find_channel(whole(), TEMPERATURE + 0x10000, &channel));
    CHECK(!ferrule_find_template(whole(), 4, &channels));
}

TEST(does_not_find_a_channel_without_a_usable_id) {
    static const uint8_t bytes[] = {FERRULE_CHANNEL(FERRULE_KEY('a')),
                                    FERRULE_CHANNEL(FERRULE_RECORD(1, 0x80)),
                                    FERRULE_CHANNEL(FERRULE_RECORD(1, 0x80, 0x08)), /* 1024 */
                                    FERRULE_CHANNEL(FERRULE_RECORD(1, 0xFF, 0x07))};
    struct ferrule_channel channel;
    const struct ferrule_reader dictionary = ferrule_read_flash(bytes, sizeof bytes);
    CHECK(!ferrule_find_channel(&dictionary, 0, &channel));
    CHECK(!ferrule_find_channel(&dictionary, 1024, &channel));
    CHECK(ferrule_find_channel(&dictionary, 1023, &channel));
    CHECK_EQ(channel.index, 3);
}

TEST(walks_a_random_dictionary_to_its_end) {
    const uint32_t seed = 99;
    uint32_t state = seed;
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[48];
        for (unsigned i = 0; i < sizeof bytes; i++) {
            bytes[i] = (uint8_t)(next_random(&state) % ((next_random(&state) & 1) ? 16 : 256));
        }
        const struct ferrule_reader dictionary = ferrule_read_flash(bytes, sizeof bytes);
        struct ferrule_channel channel;
        struct ferrule_reader channels;
        for (uint32_t id = 0; id < 4; id++) {
            if (ferrule_find_channel(&dictionary, id, &channel)) {
                CHECK_EQ(channel.id, id);
                ferrule_read_fields(&channel);
                ferrule_in_range(&dictionary, &channel, 1);
            }
            ferrule_find_template(&dictionary, id, &channels);
        }
    }
}

TEST(takes_fields_in_any_order) {
    struct ferrule_channel channel;
    CHECK(ferrule_find_channel(whole(), VALVE, &channel));
    CHECK_EQ(channel.index, 2);
    ferrule_read_fields(&channel);
    CHECK(channel.writable && channel.has_min && channel.has_max && !channel.dangerous);
    CHECK_EQ(channel.min, 0);
    CHECK_EQ(channel.max, 1000);
    CHECK_EQ(channel.safe, 500);
}

TEST(gives_what_is_left_out_its_default) {
    struct ferrule_channel channel;
    CHECK(ferrule_find_channel(whole(), TOTAL, &channel));
    CHECK_EQ(channel.kind, FERRULE_COUNTER);
    CHECK_EQ(channel.index, 6);
    ferrule_read_fields(&channel);
    CHECK(!channel.writable && !channel.dangerous && !channel.has_min && !channel.has_max);
    CHECK(ferrule_find_channel(whole(), TEMPERATURE, &channel));
    CHECK_EQ(channel.kind, FERRULE_NUMBER);
    ferrule_read_fields(&channel);
    CHECK_EQ(channel.min, -400);
    CHECK_EQ(channel.max, 1250);
}

TEST(finds_channels_behind_the_last_one_and_before_it) {
    struct ferrule_reader cursor = *whole();
    static const uint8_t order[] = {VALVE, HEATER, TEMPERATURE, TOTAL, TOTAL, RELAY};
    for (unsigned i = 0; i < sizeof order; i++) {
        struct ferrule_channel channel;
        CHECK(ferrule_find_channel_after(whole(), &cursor, order[i], &channel));
        CHECK_EQ(channel.id, order[i]);
    }
    struct ferrule_channel channel;
    CHECK(!ferrule_find_channel_after(whole(), &cursor, NO_SUCH_CHANNEL, &channel));
    CHECK(ferrule_find_channel_after(whole(), &cursor, TOTAL, &channel));
}

TEST(finds_templates_and_their_channels) {
    struct ferrule_reader channels;
    CHECK(ferrule_find_template(whole(), OUTPUTS, &channels));
    for (uint32_t id = RELAY; id <= MODE; id++) {
        CHECK_EQ(ferrule_get_varint(&channels), id);
    }
    CHECK(ferrule_read_all(&channels));
}

static bool takes(uint8_t id, int32_t value) {
    struct ferrule_channel channel;
    if (!ferrule_find_channel(whole(), id, &channel)) {
        return false;
    }
    ferrule_read_fields(&channel);
    return ferrule_in_range(whole(), &channel, value);
}

TEST(refuses_values_outside_the_range) {
    CHECK(!takes(VALVE, -1) && takes(VALVE, 0) && takes(VALVE, 1000) && !takes(VALVE, 1001));
    CHECK(!takes(RELAY, -1) && takes(RELAY, 0) && takes(RELAY, 1) && !takes(RELAY, 2));
    CHECK(takes(MODE, -5) && takes(MODE, 1) && !takes(MODE, 2) && !takes(MODE, -4));
    CHECK(takes(TOTAL, INT32_MIN) && takes(TOTAL, INT32_MAX));
}

TEST(refuses_floats_outside_the_range_and_not_a_number) {
    CHECK(takes(SETPOINT, ferrule_from_float(-1.5f)) && takes(SETPOINT, ferrule_from_float(100.0f)));
    CHECK(!takes(SETPOINT, ferrule_from_float(-1.5000001f)) && !takes(SETPOINT, ferrule_from_float(100.00001f)));
    CHECK(!takes(SETPOINT, 0x7FC00000) && !takes(SETPOINT, 0x7F800000) && !takes(SETPOINT, (int32_t)0xFF800000));
}

TEST(the_macros_write_numbers_as_the_codec_does) {
    static const uint8_t written[] = {FERRULE_Z1(-64),      FERRULE_Z1(63),      FERRULE_Z2(-65),  FERRULE_Z2(64),
                                      FERRULE_Z2(-8192),    FERRULE_Z2(8191),    FERRULE_Z3(8192), FERRULE_Z3(-8193),
                                      FERRULE_Z3(-1048576), FERRULE_Z3(1048575), FERRULE_V1(127),  FERRULE_V2(128),
                                      FERRULE_V2(16383)};
    static const int32_t numbers[] = {-64, 63, -65, 64, -8192, 8191, 8192, -8193, -1048576, 1048575};
    struct ferrule_reader reader = ferrule_read_flash(written, sizeof written);
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        CHECK_EQ(ferrule_get_zigzag(&reader), numbers[i]);
    }
    CHECK_EQ(ferrule_get_varint(&reader), 127);
    CHECK_EQ(ferrule_get_varint(&reader), 128);
    CHECK_EQ(ferrule_get_varint(&reader), 16383);
    CHECK(ferrule_read_all(&reader));
}

void test_dictionary(void) {
    RUN(refuses_a_record_that_runs_past_the_end);
    RUN(refuses_every_truncation_of_a_dictionary);
    RUN(refuses_more_than_128_channels);
    RUN(does_not_find_what_is_not_there);
    RUN(does_not_find_a_channel_without_a_usable_id);
    RUN(walks_a_random_dictionary_to_its_end);
    RUN(takes_fields_in_any_order);
    RUN(gives_what_is_left_out_its_default);
    RUN(finds_channels_behind_the_last_one_and_before_it);
    RUN(finds_templates_and_their_channels);
    RUN(refuses_values_outside_the_range);
    RUN(refuses_floats_outside_the_range_and_not_a_number);
    RUN(the_macros_write_numbers_as_the_codec_does);
}
