#include "parts.h"
#include "test.h"

static uint8_t body[FERRULE_MAX_BODY];
static struct ferrule_deframer deframer;

static void start(uint8_t size) {
    memset(&deframer, 0, sizeof deframer);
    deframer.body = body;
    deframer.size = size;
}

/* What the last byte came to; every byte before it must come to nothing. */
static enum ferrule_deframed feed(const uint8_t *bytes, size_t length) {
    enum ferrule_deframed result = FERRULE_NO_FRAME;
    for (size_t i = 0; i < length; i++) {
        if (result != FERRULE_NO_FRAME) {
            fail(__FILE__, __LINE__, "an answer before the last byte");
        }
        result = ferrule_deframe(&deframer, bytes[i]);
    }
    return result;
}
#define FEED(...) feed((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

/* An ACK that expects 2, and a HEARTBEAT of 2000 ms. */
static uint16_t make_ack(uint8_t *frame) { return ferrule_seal(frame, 0x0A, 5, FERRULE_ACK, 0); }

static uint16_t make_heartbeat(uint8_t *frame) {
    frame[4] = 0xD0;
    frame[5] = 0x07;
    return ferrule_seal(frame, 0x08, 1, FERRULE_HEARTBEAT, 2);
}

static void check_next_frame_is_found(void) {
    uint8_t frame[16];
    CHECK_EQ(feed(frame, make_ack(frame)), FERRULE_FRAME);
    CHECK_EQ(deframer.length, 3);
    CHECK_EQ(body[0], 0x0A);
    CHECK_EQ(body[1], 5);
    CHECK_EQ(body[2], FERRULE_ACK);
}

TEST(ignores_empty_frames) {
    start(254);
    for (int i = 0; i < 10; i++) {
        CHECK_EQ(ferrule_deframe(&deframer, 0), FERRULE_NO_FRAME);
    }
    check_next_frame_is_found();
}

TEST(counts_a_code_that_points_past_the_end_as_cobs_error) {
    start(254);
    CHECK_EQ(FEED(0x05, 0x11, 0x22, 0), FERRULE_COBS_ERROR);
    CHECK_EQ(FEED(0x02, 0), FERRULE_COBS_ERROR);
    CHECK_EQ(FEED(0xFF, 1, 2, 3, 0), FERRULE_COBS_ERROR);
    check_next_frame_is_found();
}

TEST(counts_a_body_shorter_than_seven_bytes_as_crc_error) {
    start(254);
    CHECK_EQ(FEED(0x01, 0), FERRULE_CRC_ERROR);
    CHECK_EQ(FEED(0x07, 1, 2, 3, 4, 5, 6, 0), FERRULE_CRC_ERROR);
    CHECK_EQ(FEED(0x01, 0x01, 0x01, 0x01, 0x01, 0), FERRULE_CRC_ERROR);
    check_next_frame_is_found();
}

TEST(counts_one_byte_too_many_as_overrun) {
    uint8_t frame[256];
    start(32);
    memset(frame + 4, 7, 26);
    const uint16_t length = ferrule_seal(frame, 0, 0, 0x70, 26); /* a body of 33 bytes */
    CHECK_EQ(feed(frame, length), FERRULE_OVERRUN_ERROR);
    check_next_frame_is_found();
}

TEST(counts_256_encoded_bytes_as_overrun_although_they_decode) {
    /* COBS may end a full block by an empty one; the limit is on the encoded bytes. */
    uint8_t frame[258];
    start(254);
    memset(frame + 4, 7, 247);
    CHECK_EQ(ferrule_seal(frame, 1, 1, 0x70, 247), 256);
    if (frame[0] == 0xFF) {
        frame[255] = 1;
        frame[256] = 0;
        CHECK_EQ(feed(frame, 257), FERRULE_OVERRUN_ERROR);
    } else {
        fail(__FILE__, __LINE__, "the example has a zero in its CRC");
    }
    check_next_frame_is_found();
}

TEST(stays_within_its_buffer_on_an_endless_frame) {
    start(32);
    memset(body, 0xAA, sizeof body);
    for (int i = 0; i < 100000; i++) {
        CHECK_EQ(ferrule_deframe(&deframer, (uint8_t)(1 + i % 255)), FERRULE_NO_FRAME);
    }
    for (int i = 32; i < 254; i++) {
        CHECK_EQ(body[i], 0xAA);
    }
    CHECK_EQ(ferrule_deframe(&deframer, 0), FERRULE_OVERRUN_ERROR);
    check_next_frame_is_found();
}

TEST(refuses_every_single_bit_flip_and_finds_the_next_frame) {
    uint8_t frame[16];
    start(254);
    for (uint16_t bit = 0; bit < 8 * 11; bit++) {
        const uint16_t length = make_heartbeat(frame);
        frame[bit / 8] = (uint8_t)(frame[bit / 8] ^ (1u << (bit % 8)));
        for (uint16_t i = 0; i < length; i++) {
            CHECK(ferrule_deframe(&deframer, frame[i]) != FERRULE_FRAME);
        }
        ferrule_deframe(&deframer, 0); /* the flip may have hit the delimiter */
        check_next_frame_is_found();
    }
}

TEST(refuses_every_truncation_and_finds_the_next_frame) {
    uint8_t frame[16];
    start(254);
    const uint16_t length = make_heartbeat(frame);
    for (uint16_t cut = 1; cut + 1 < length; cut++) {
        CHECK(feed(frame, cut) == FERRULE_NO_FRAME);
        CHECK(ferrule_deframe(&deframer, 0) != FERRULE_FRAME);
        check_next_frame_is_found();
    }
}

TEST(refuses_every_lost_byte_and_every_doubled_one) {
    uint8_t frame[16];
    start(254);
    const uint16_t length = make_heartbeat(frame);
    for (uint16_t at = 0; at + 1 < length; at++) {
        for (uint16_t i = 0; i < length; i++) {
            CHECK(i == at || ferrule_deframe(&deframer, frame[i]) != FERRULE_FRAME);
        }
        for (uint16_t i = 0; i < length; i++) {
            CHECK(i != at || ferrule_deframe(&deframer, frame[i]) != FERRULE_FRAME);
            CHECK(ferrule_deframe(&deframer, frame[i]) != FERRULE_FRAME);
        }
    }
    check_next_frame_is_found();
}

TEST(takes_a_frame_after_a_stray_delimiter) {
    start(254);
    CHECK_EQ(ferrule_deframe(&deframer, 0), FERRULE_NO_FRAME);
    check_next_frame_is_found();
}

TEST(takes_two_frames_in_one_go) {
    uint8_t frames[32];
    start(254);
    const uint16_t first = make_heartbeat(frames);
    const uint16_t second = make_ack(frames + first);
    CHECK_EQ(feed(frames, first), FERRULE_FRAME);
    CHECK_EQ(deframer.length, 5);
    CHECK_EQ(feed(frames + first, second), FERRULE_FRAME);
    CHECK_EQ(deframer.length, 3);
}

TEST(refuses_to_seal_a_payload_above_247) {
    uint8_t frame[512];
    memset(frame, 0xAA, sizeof frame);
    CHECK_EQ(ferrule_seal(frame, 0, 0, 0, 248), 0);
    CHECK_EQ(ferrule_seal(frame, 0, 0, 0, UINT16_MAX), 0);
    CHECK_EQ(frame[0], 0xAA);
    CHECK_EQ(frame[1], 0xAA);
}

TEST(opens_whatever_it_sealed) {
    const uint32_t seed = 4711;
    uint32_t state = seed;
    start(254);
    for (int round = 0; round < 20000; round++) {
        uint8_t frame[256], payload[247];
        const uint16_t length = (uint16_t)(next_random(&state) % 248);
        const uint32_t zeros = next_random(&state) % 100;
        for (uint16_t i = 0; i < length; i++) {
            payload[i] = next_random(&state) % 100 < zeros ? 0 : (uint8_t)next_random(&state);
        }
        const uint8_t hdr = (uint8_t)next_random(&state), seq = (uint8_t)next_random(&state);
        const uint8_t type = (uint8_t)next_random(&state);
        memcpy(frame + 4, payload, length);
        CHECK_EQ(ferrule_seal(frame, hdr, seq, type, length), length + FERRULE_OVERHEAD);
        CHECK_EQ(feed(frame, (size_t)length + FERRULE_OVERHEAD), FERRULE_FRAME);
        CHECK_EQ(deframer.length, length + 3);
        CHECK_EQ(body[0], hdr);
        CHECK_EQ(body[1], seq);
        CHECK_EQ(body[2], type);
        CHECK_BYTES(body + 3, payload, length);
    }
}

void test_frame(void) {
    RUN(ignores_empty_frames);
    RUN(counts_a_code_that_points_past_the_end_as_cobs_error);
    RUN(counts_a_body_shorter_than_seven_bytes_as_crc_error);
    RUN(counts_one_byte_too_many_as_overrun);
    RUN(counts_256_encoded_bytes_as_overrun_although_they_decode);
    RUN(stays_within_its_buffer_on_an_endless_frame);
    RUN(refuses_every_single_bit_flip_and_finds_the_next_frame);
    RUN(refuses_every_truncation_and_finds_the_next_frame);
    RUN(refuses_every_lost_byte_and_every_doubled_one);
    RUN(takes_a_frame_after_a_stray_delimiter);
    RUN(takes_two_frames_in_one_go);
    RUN(refuses_to_seal_a_payload_above_247);
    RUN(opens_whatever_it_sealed);
}
