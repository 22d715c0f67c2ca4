#include <float.h>
#include <math.h>

#include "parts.h"
#include "test.h"

TEST(refuses_an_unknown_kind) {
    uint8_t bytes[5] = {0};
    struct ferrule_reader reader = ferrule_read_from(bytes, 5);
    struct ferrule_writer writer = {bytes, 5, false};
    ferrule_get_value(&reader, FERRULE_COUNTER + 1);
    ferrule_put_value(&writer, FERRULE_COUNTER + 1, 1);
    CHECK(reader.failed && writer.failed);
    CHECK_EQ(writer.left, 5);
}

TEST(refuses_a_float_cut_short) {
    const uint8_t bytes[3] = {0, 0, 0x80};
    struct ferrule_reader reader = ferrule_read_from(bytes, 3);
    ferrule_get_value(&reader, FERRULE_FLOAT);
    CHECK(reader.failed);
}

TEST(orders_floats_without_floating_point) {
    static const float ordered[] = {-INFINITY, -FLT_MAX, -1.5f, -1.0f, -FLT_MIN, 0.0f, FLT_MIN, 1.0f, 1.5f, FLT_MAX, INFINITY};
    for (int a = 0; a < 11; a++) {
        for (int b = 0; b < 11; b++) {
            CHECK_EQ(ferrule_at_most(FERRULE_FLOAT, ferrule_from_float(ordered[a]), ferrule_from_float(ordered[b])), a <= b);
        }
    }
}

TEST(takes_both_zeros_as_equal) {
    CHECK(ferrule_at_most(FERRULE_FLOAT, ferrule_from_float(0.0f), ferrule_from_float(-0.0f)));
    CHECK(ferrule_at_most(FERRULE_FLOAT, ferrule_from_float(-0.0f), ferrule_from_float(0.0f)));
}

TEST(compares_nothing_with_not_a_number) {
    const int32_t nans[] = {0x7F800001, 0x7FC00000, (int32_t)0xFFC00000, (int32_t)0xFF800001};
    for (int i = 0; i < 4; i++) {
        CHECK(!ferrule_at_most(FERRULE_FLOAT, nans[i], nans[i]));
        CHECK(!ferrule_at_most(FERRULE_FLOAT, nans[i], 0));
        CHECK(!ferrule_at_most(FERRULE_FLOAT, 0, nans[i]));
    }
}

TEST(compares_integers_with_their_sign) {
    CHECK(ferrule_at_most(FERRULE_NUMBER, INT32_MIN, INT32_MAX));
    CHECK(!ferrule_at_most(FERRULE_NUMBER, 1, -1));
}

TEST(codes_a_float_as_its_four_bytes) {
    uint8_t bytes[4];
    struct ferrule_writer writer = {bytes, 4, false};
    ferrule_put_value(&writer, FERRULE_FLOAT, ferrule_from_float(-1.5f));
    CHECK_BYTES(bytes, ((const uint8_t[]){0x00, 0x00, 0xC0, 0xBF}), 4);
    struct ferrule_reader reader = ferrule_read_from(bytes, 4);
    CHECK(ferrule_to_float(ferrule_get_value(&reader, FERRULE_FLOAT)) == -1.5f);
}

TEST(writes_a_switch_as_0_or_1) {
    uint8_t bytes[3];
    struct ferrule_writer writer = {bytes, 3, false};
    ferrule_put_value(&writer, FERRULE_SWITCH, 700);
    ferrule_put_value(&writer, FERRULE_SWITCH, -1);
    ferrule_put_value(&writer, FERRULE_SWITCH, 0);
    CHECK_EQ(writer.left, 0);
    CHECK_BYTES(bytes, ((const uint8_t[]){2, 2, 0}), 3);
}

void test_value(void) {
    RUN(writes_a_switch_as_0_or_1);
    RUN(refuses_an_unknown_kind);
    RUN(refuses_a_float_cut_short);
    RUN(orders_floats_without_floating_point);
    RUN(takes_both_zeros_as_equal);
    RUN(compares_nothing_with_not_a_number);
    RUN(compares_integers_with_their_sign);
    RUN(codes_a_float_as_its_four_bytes);
}
