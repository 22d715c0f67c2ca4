/* All tests of the C library. Without arguments: runs them. "vectors FILE...": runs the golden vectors in FILE. */
#include "test.h"

unsigned tests_run, tests_failed;
static const char *running = "";
static bool failed;

void run(const char *name, void (*test)(void)) {
    running = name;
    failed = false;
    tests_run++;
    test();
    if (failed) {
        tests_failed++;
    }
}

void fail(const char *file, int line, const char *what) {
    failed = true;
    printf("FAILED %s\n    %s:%d: %s\n", running, file, line, what);
}

bool has_failed(void) { return failed; }

void print_bytes(const char *what, const uint8_t *bytes, size_t length) {
    printf("    %s", what);
    for (size_t i = 0; i < length; i++) {
        printf(" %02X", bytes[i]);
    }
    printf("\n");
}

uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

void test_bytes(void);
void test_varint(void);
void test_crc32c(void);
void test_cobs(void);
void test_frame(void);
void test_value(void);
void test_dictionary(void);
void test_reliable(void);
void test_device(void);
void test_session(void);
void test_command(void);
void test_failsafe(void);
void test_readings(void);
void test_stress(void);

int main(void) {
    test_bytes();
    test_varint();
    test_crc32c();
    test_cobs();
    test_frame();
    test_value();
    test_dictionary();
    test_reliable();
    test_device();
    test_session();
    test_command();
    test_failsafe();
    test_readings();
    test_stress();
    printf("%u tests, %u failed\n", tests_run, tests_failed);
    return tests_failed == 0 ? 0 : 1;
}
