#include "parts.h"
#include "test.h"

static bool refuses(const uint8_t *bytes, uint16_t length) {
    struct ferrule_reader reader = ferrule_read_from(bytes, length);
    const uint32_t value = ferrule_get_varint(&reader);
    return reader.failed && value == 0;
}
#define REFUSES(...) refuses((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

TEST(refuses_nothing_at_all) { CHECK(refuses(NULL, 0)); }

TEST(refuses_a_varint_cut_short) {
    CHECK(REFUSES(0x80));
    CHECK(REFUSES(0xFF, 0xFF));
    CHECK(REFUSES(0xFF, 0xFF, 0xFF, 0xFF));
}

TEST(refuses_an_overlong_varint) {
    CHECK(REFUSES(0x80, 0x00));
    CHECK(REFUSES(0xFF, 0x00));
    CHECK(REFUSES(0x80, 0x80, 0x80, 0x80, 0x00));
}

TEST(refuses_two_to_the_32nd_and_above) {
    CHECK(REFUSES(0x80, 0x80, 0x80, 0x80, 0x10));
    CHECK(REFUSES(0xFF, 0xFF, 0xFF, 0xFF, 0x1F));
    CHECK(REFUSES(0xFF, 0xFF, 0xFF, 0xFF, 0x7F));
}

TEST(refuses_a_sixth_byte) {
    CHECK(REFUSES(0x80, 0x80, 0x80, 0x80, 0x80, 0x01));
    CHECK(REFUSES(0xFF, 0xFF, 0xFF, 0xFF, 0x8F, 0x00));
}

TEST(writes_nothing_of_a_number_that_does_not_fit) {
    uint8_t bytes[2] = {0xAA, 0xAA};
    struct ferrule_writer writer = {bytes, 1, false};
    ferrule_put_varint(&writer, 128);
    CHECK(writer.failed);
    CHECK_BYTES(bytes, ((const uint8_t[]){0xAA, 0xAA}), 2);
}

static void check_coding(uint32_t value, const uint8_t *expected, uint16_t length) {
    uint8_t bytes[5];
    struct ferrule_writer writer = {bytes, 5, false};
    ferrule_put_varint(&writer, value);
    CHECK_EQ(5 - writer.left, length);
    CHECK_BYTES(bytes, expected, length);
    struct ferrule_reader reader = ferrule_read_from(bytes, length);
    CHECK_EQ(ferrule_get_varint(&reader), value);
    CHECK(ferrule_read_all(&reader));
}
#define CODING(value, ...)                                                                                             \
    check_coding(value, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

TEST(codes_the_edges_of_every_length) {
    CODING(0, 0x00);
    CODING(0x7F, 0x7F);
    CODING(0x80, 0x80, 0x01);
    CODING(0x3FFF, 0xFF, 0x7F);
    CODING(0x4000, 0x80, 0x80, 0x01);
    CODING(0x1FFFFF, 0xFF, 0xFF, 0x7F);
    CODING(0x200000, 0x80, 0x80, 0x80, 0x01);
    CODING(0xFFFFFFF, 0xFF, 0xFF, 0xFF, 0x7F);
    CODING(0x10000000, 0x80, 0x80, 0x80, 0x80, 0x01);
    CODING(0xFFFFFFFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F);
}

TEST(codes_signed_numbers_by_zigzag) {
    static const struct {
        int32_t value;
        uint32_t coded;
    } table[] = {{0, 0},  {-1, 1}, {1, 2}, {-2, 3}, {63, 126}, {-64, 127}, {INT32_MAX, 0xFFFFFFFE}, {INT32_MIN, 0xFFFFFFFF}};
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) {
        uint8_t bytes[5];
        struct ferrule_writer writer = {bytes, 5, false};
        ferrule_put_zigzag(&writer, table[i].value);
        struct ferrule_reader coded = ferrule_read_from(bytes, (uint16_t)(5 - writer.left));
        struct ferrule_reader reader = coded;
        CHECK_EQ(ferrule_get_varint(&coded), table[i].coded);
        CHECK_EQ(ferrule_get_zigzag(&reader), table[i].value);
    }
}

TEST(reads_back_what_it_wrote_for_a_million_numbers) {
    const uint32_t seed = 20261122;
    uint32_t state = seed;
    for (int i = 0; i < 1000000; i++) {
        const int32_t value = (int32_t)(next_random(&state) >> (next_random(&state) % 32));
        uint8_t bytes[5];
        struct ferrule_writer writer = {bytes, 5, false};
        ferrule_put_zigzag(&writer, value);
        struct ferrule_reader reader = ferrule_read_from(bytes, (uint16_t)(5 - writer.left));
        CHECK_EQ(ferrule_get_zigzag(&reader), value);
        CHECK(ferrule_read_all(&reader));
    }
}

void test_varint(void) {
    RUN(refuses_nothing_at_all);
    RUN(refuses_a_varint_cut_short);
    RUN(refuses_an_overlong_varint);
    RUN(refuses_two_to_the_32nd_and_above);
    RUN(refuses_a_sixth_byte);
    RUN(writes_nothing_of_a_number_that_does_not_fit);
    RUN(codes_the_edges_of_every_length);
    RUN(codes_signed_numbers_by_zigzag);
    RUN(reads_back_what_it_wrote_for_a_million_numbers);
}
