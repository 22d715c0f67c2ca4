/* Examples: https://en.wikipedia.org/wiki/Consistent_Overhead_Byte_Stuffing, table "Encoding examples". */
#include "parts.h"
#include "test.h"

TEST(refuses_an_empty_body_and_writes_nothing) {
    uint8_t frame[2] = {0xAA, 0xAA};
    CHECK_EQ(ferrule_cobs_encode(frame, 0), 0);
    CHECK_BYTES(frame, ((const uint8_t[]){0xAA, 0xAA}), 2);
}

TEST(refuses_a_body_longer_than_one_block_and_writes_nothing) {
    static uint8_t frame[512], before[512];
    memset(frame, 0xAA, sizeof frame);
    memcpy(before, frame, sizeof frame);
    CHECK_EQ(ferrule_cobs_encode(frame, 255), 0);
    CHECK_EQ(ferrule_cobs_encode(frame, UINT16_MAX), 0);
    CHECK_BYTES(frame, before, sizeof frame);
}

static void check_encoding(const uint8_t *body, uint16_t length, const uint8_t *expected) {
    uint8_t frame[258];
    memset(frame, 0xAA, sizeof frame);
    memcpy(frame + 1, body, length);
    CHECK_EQ(ferrule_cobs_encode(frame, length), length + 2);
    CHECK_BYTES(frame, expected, (size_t)length + 2);
    CHECK_EQ(frame[length + 2], 0xAA);
}
#define BYTES(...) (const uint8_t[]){__VA_ARGS__}

TEST(encodes_the_published_examples) {
    check_encoding(BYTES(0), 1, BYTES(1, 1, 0));
    check_encoding(BYTES(0, 0), 2, BYTES(1, 1, 1, 0));
    check_encoding(BYTES(0, 0x11, 0), 3, BYTES(1, 2, 0x11, 1, 0));
    check_encoding(BYTES(0x11, 0x22, 0, 0x33), 4, BYTES(3, 0x11, 0x22, 2, 0x33, 0));
    check_encoding(BYTES(0x11, 0x22, 0x33, 0x44), 4, BYTES(5, 0x11, 0x22, 0x33, 0x44, 0));
    check_encoding(BYTES(0x11, 0, 0, 0), 4, BYTES(2, 0x11, 1, 1, 1, 0));
}

TEST(encodes_a_full_block_with_one_byte_more) {
    uint8_t body[254], expected[256];
    for (unsigned i = 0; i < 254; i++) {
        body[i] = expected[i + 1] = (uint8_t)(i + 1);
    }
    expected[0] = 0xFF;
    expected[255] = 0;
    check_encoding(body, 254, expected);
    body[253] = 0; /* and with its last byte a zero */
    expected[0] = 0xFE;
    expected[254] = 1;
    check_encoding(body, 254, expected);
}

void test_cobs(void) {
    RUN(refuses_an_empty_body_and_writes_nothing);
    RUN(refuses_a_body_longer_than_one_block_and_writes_nothing);
    RUN(encodes_the_published_examples);
    RUN(encodes_a_full_block_with_one_byte_more);
}
