#include "parts.h"
#include "test.h"

TEST(refuses_to_read_past_the_end_and_stays_where_it_is) {
    const uint8_t bytes[] = {1, 2, 3};
    struct ferrule_reader reader = ferrule_read_from(bytes, 3);
    CHECK_EQ(ferrule_get_u32(&reader), 0);
    CHECK(reader.failed);
    CHECK_EQ(reader.left, 3);
    CHECK(reader.at == bytes);
}

TEST(stays_failed_although_the_next_read_would_fit) {
    const uint8_t bytes[] = {1, 2, 3};
    struct ferrule_reader reader = ferrule_read_from(bytes, 3);
    ferrule_get_u32(&reader);
    CHECK_EQ(ferrule_get_u8(&reader), 0);
    CHECK(!ferrule_read_all(&reader));
}

TEST(refuses_a_slice_longer_than_what_is_left) {
    const uint8_t bytes[] = {1, 2, 3};
    struct ferrule_reader reader = ferrule_read_from(bytes, 3);
    const struct ferrule_reader slice = ferrule_get_bytes(&reader, 0x10001);
    CHECK(reader.failed && slice.failed);
    CHECK_EQ(slice.left, 0);
}

TEST(refuses_to_write_past_the_end_and_writes_nothing) {
    uint8_t bytes[4] = {0xAA, 0xAA, 0xAA, 0xAA};
    struct ferrule_writer writer = {bytes, 3, false};
    ferrule_put_u32(&writer, 0x01020304);
    CHECK(writer.failed);
    ferrule_put_u8(&writer, 1);
    CHECK(writer.failed);
    CHECK_BYTES(bytes, ((const uint8_t[]){0xAA, 0xAA, 0xAA, 0xAA}), 4);
}

TEST(takes_no_bytes_from_a_null_pointer) {
    uint8_t bytes[1];
    struct ferrule_writer writer = {bytes, 1, false};
    ferrule_put_bytes(&writer, NULL, 0);
    CHECK(!writer.failed && writer.left == 1);
}

TEST(reads_little_endian_to_the_last_byte) {
    const uint8_t bytes[] = {0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x84};
    struct ferrule_reader reader = ferrule_read_from(bytes, sizeof bytes);
    CHECK_EQ(ferrule_get_u8(&reader), 0x01);
    CHECK_EQ(ferrule_get_u16(&reader), 0x0203);
    CHECK(!ferrule_read_all(&reader));
    CHECK_EQ(ferrule_get_u32(&reader), 0x84050607);
    CHECK(ferrule_read_all(&reader));
}

TEST(writes_little_endian_to_the_last_byte) {
    uint8_t bytes[7];
    struct ferrule_writer writer = {bytes, 7, false};
    ferrule_put_u8(&writer, 0x01);
    ferrule_put_u16(&writer, 0x0203);
    ferrule_put_u32(&writer, 0x84050607);
    CHECK(!writer.failed && writer.left == 0);
    CHECK_BYTES(bytes, ((const uint8_t[]){0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x84}), 7);
}

TEST(a_slice_ends_where_it_was_told) {
    const uint8_t bytes[] = {1, 2, 3};
    struct ferrule_reader reader = ferrule_read_from(bytes, 3);
    struct ferrule_reader slice = ferrule_get_bytes(&reader, 2);
    CHECK_EQ(ferrule_get_u16(&slice), 0x0201);
    CHECK_EQ(ferrule_get_u8(&slice), 0);
    CHECK(slice.failed && !reader.failed);
    CHECK_EQ(ferrule_get_u8(&reader), 3);
}

void test_bytes(void) {
    RUN(refuses_to_read_past_the_end_and_stays_where_it_is);
    RUN(stays_failed_although_the_next_read_would_fit);
    RUN(refuses_a_slice_longer_than_what_is_left);
    RUN(refuses_to_write_past_the_end_and_writes_nothing);
    RUN(takes_no_bytes_from_a_null_pointer);
    RUN(reads_little_endian_to_the_last_byte);
    RUN(writes_little_endian_to_the_last_byte);
    RUN(a_slice_ends_where_it_was_told);
}
