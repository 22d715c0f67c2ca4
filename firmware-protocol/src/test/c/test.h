/* A test runner of one page. A check that fails prints its place and ends its test; the process ends with 1. */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

extern unsigned tests_run, tests_failed;

#define TEST(name) static void name(void)
#define RUN(name) run(#name, name)
#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fail(__FILE__, __LINE__, #condition);                                                                      \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)
#define CHECK_EQ(actual, expected)                                                                                     \
    do {                                                                                                               \
        const long long actual_ = (long long)(actual), expected_ = (long long)(expected);                              \
        if (actual_ != expected_) {                                                                                    \
            fail(__FILE__, __LINE__, #actual " == " #expected);                                                        \
            printf("    %lld (0x%llX) is not %lld (0x%llX)\n", actual_, (unsigned long long)actual_, expected_,        \
                   (unsigned long long)expected_);                                                                     \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)
#define CHECK_BYTES(actual, expected, length)                                                                          \
    do {                                                                                                               \
        if (memcmp(actual, expected, length) != 0) {                                                                   \
            fail(__FILE__, __LINE__, #actual " has the bytes " #expected);                                             \
            print_bytes("is      ", actual, length);                                                                   \
            print_bytes("expected", expected, length);                                                                 \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)

void run(const char *name, void (*test)(void));
void fail(const char *file, int line, const char *what);
void print_bytes(const char *what, const uint8_t *bytes, size_t length);

/* Whether the running test has failed so far; for helpers that check on behalf of a test. */
bool has_failed(void);

/* xorshift32: the same numbers on every machine. The seed of a stress test is printed with its failure. */
uint32_t next_random(uint32_t *state);

#endif
