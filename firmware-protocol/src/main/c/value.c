/* V(kind), PROTOCOL.md 0.2, and the bits of floats. */
#include <string.h>

#include "parts.h"

int32_t ferrule_get_value(struct ferrule_reader *reader, uint8_t kind) {
    if (kind == FERRULE_FLOAT) {
        return (int32_t)ferrule_get_u32(reader);
    }
    if (kind > FERRULE_COUNTER) {
        reader->failed = true;
        return 0;
    }
    return ferrule_get_zigzag(reader);
}

void ferrule_put_value(struct ferrule_writer *writer, uint8_t kind, int32_t value) {
    if (kind == FERRULE_FLOAT) {
        ferrule_put_u32(writer, (uint32_t)value);
    } else if (kind > FERRULE_COUNTER) {
        writer->failed = true;
    } else {
        ferrule_put_zigzag(writer, kind == FERRULE_SWITCH ? value != 0 : value);
    }
}

static bool is_nan(int32_t bits) { return ((uint32_t)bits & 0x7FFFFFFFUL) > 0x7F800000UL; }

/* Sign and magnitude to two's complement: the order of the numbers, with both zeros equal. */
static int32_t order(int32_t bits) { return bits < 0 ? (int32_t)(0x80000000UL - (uint32_t)bits) : bits; }

bool ferrule_at_most(uint8_t kind, int32_t a, int32_t b) {
    if (kind != FERRULE_FLOAT) {
        return a <= b;
    }
    return !is_nan(a) && !is_nan(b) && order(a) <= order(b);
}

int32_t ferrule_from_float(float number) {
    int32_t value;
    memcpy(&value, &number, sizeof value);
    return value;
}

float ferrule_to_float(int32_t value) {
    float number;
    memcpy(&number, &value, sizeof number);
    return number;
}
