/* Check value: the catalog of parametrized CRC algorithms, CRC-32/ISCSI. The others: RFC 3720, B.4. */
#include "parts.h"
#include "test.h"

TEST(of_no_bytes_it_is_zero) { CHECK_EQ(ferrule_crc32c(0, NULL, 0), 0); }

TEST(gives_the_check_value) { CHECK_EQ(ferrule_crc32c(0, (const uint8_t *)"123456789", 9), 0xE3069283); }

TEST(gives_the_values_of_rfc_3720) {
    uint8_t bytes[32];
    memset(bytes, 0, sizeof bytes);
    CHECK_EQ(ferrule_crc32c(0, bytes, 32), 0x8A9136AA);
    memset(bytes, 0xFF, sizeof bytes);
    CHECK_EQ(ferrule_crc32c(0, bytes, 32), 0x62A8AB43);
    for (unsigned i = 0; i < 32; i++) {
        bytes[i] = (uint8_t)i;
    }
    CHECK_EQ(ferrule_crc32c(0, bytes, 32), 0x46DD794E);
}

TEST(continues_over_any_split) {
    for (uint16_t split = 0; split <= 9; split++) {
        const uint8_t *const bytes = (const uint8_t *)"123456789";
        const uint32_t first = ferrule_crc32c(0, bytes, split);
        CHECK_EQ(ferrule_crc32c(first, bytes + split, (uint16_t)(9 - split)), 0xE3069283);
    }
}

TEST(is_the_same_from_flash) { CHECK_EQ(ferrule_crc32c_flash(0, (const uint8_t *)"123456789", 9), 0xE3069283); }

void test_crc32c(void) {
    RUN(of_no_bytes_it_is_zero);
    RUN(gives_the_check_value);
    RUN(gives_the_values_of_rfc_3720);
    RUN(continues_over_any_split);
    RUN(is_the_same_from_flash);
}
