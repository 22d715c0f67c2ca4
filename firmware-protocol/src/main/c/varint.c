/* Unsigned LEB128 and zigzag, PROTOCOL.md section 0. */
#include "parts.h"

/* The bytes after the first. */
static uint32_t get_rest(struct ferrule_reader *reader, uint32_t value) {
    for (uint8_t shift = 7; shift < 35; shift = (uint8_t)(shift + 7)) {
        const uint8_t byte = ferrule_get_u8(reader);
        if (reader->failed) {
            return 0;
        }
        const bool overlong = byte == 0;
        const bool too_large = shift == 28 && byte > 0x0F; /* bit 7 as well: a sixth byte */
        if (overlong || too_large) {
            break;
        }
        value |= (uint32_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    reader->failed = true;
    return 0;
}

uint32_t ferrule_get_varint(struct ferrule_reader *reader) {
    const uint8_t first = ferrule_get_u8(reader); /* 0 when there is none */
    return first < 0x80 ? first : get_rest(reader, first & 0x7Fu);
}

int32_t ferrule_get_zigzag(struct ferrule_reader *reader) {
    const uint32_t coded = ferrule_get_varint(reader);
    return (int32_t)((coded >> 1) ^ (0u - (coded & 1)));
}

void ferrule_put_varint(struct ferrule_writer *writer, uint32_t value) {
    uint8_t bytes[5];
    uint8_t length = 0;
    while (value > 0x7F) {
        bytes[length++] = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    bytes[length++] = (uint8_t)value;
    ferrule_put_bytes(writer, bytes, length);
}

void ferrule_put_zigzag(struct ferrule_writer *writer, int32_t value) {
    /* ~ for the sign and not >> 31: shifting a negative number right is the compiler's choice. */
    const uint32_t doubled = (uint32_t)value << 1;
    ferrule_put_varint(writer, value < 0 ? ~doubled : doubled);
}
