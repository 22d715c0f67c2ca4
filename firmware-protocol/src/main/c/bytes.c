/* Cursors over caller-owned bytes, little endian. */
#include <string.h>

#include "parts.h"

struct ferrule_reader ferrule_read_from(const uint8_t *bytes, uint16_t length) {
    const struct ferrule_reader reader = {bytes, length, false, false};
    return reader;
}

struct ferrule_reader ferrule_read_flash(const uint8_t *bytes, uint16_t length) {
    const struct ferrule_reader reader = {bytes, length, true, false};
    return reader;
}

static bool take(struct ferrule_reader *reader, uint32_t length) {
    if (reader->failed || reader->left < length) {
        reader->failed = true;
        return false;
    }
    reader->left = (uint16_t)(reader->left - length);
    return true;
}

static uint8_t next(struct ferrule_reader *reader) {
    const uint8_t *const at = reader->at++;
    return reader->flash ? (uint8_t)FERRULE_FLASH_BYTE(at) : *at;
}

/* Not by take(): a walk through the dictionary is made of this. */
uint8_t ferrule_get_u8(struct ferrule_reader *reader) {
    if (reader->left == 0 || reader->failed) {
        reader->failed = true;
        return 0;
    }
    reader->left--;
    return next(reader);
}

static uint32_t get(struct ferrule_reader *reader, uint8_t width) {
    if (!take(reader, width)) {
        return 0;
    }
    uint32_t value = 0;
    for (uint8_t shift = 0; shift < 8 * width; shift = (uint8_t)(shift + 8)) {
        value |= (uint32_t)next(reader) << shift;
    }
    return value;
}

uint16_t ferrule_get_u16(struct ferrule_reader *reader) { return (uint16_t)get(reader, 2); }

uint32_t ferrule_get_u32(struct ferrule_reader *reader) { return get(reader, 4); }

struct ferrule_reader ferrule_get_bytes(struct ferrule_reader *reader, uint32_t length) {
    struct ferrule_reader bytes = *reader;
    bytes.left = 0;
    if (take(reader, length)) {
        bytes.left = (uint16_t)length;
        reader->at += length;
    } else {
        bytes.failed = true;
    }
    return bytes;
}

bool ferrule_read_all(const struct ferrule_reader *reader) { return !reader->failed && reader->left == 0; }

void ferrule_put_bytes(struct ferrule_writer *writer, const uint8_t *bytes, uint16_t length) {
    if (writer->failed || writer->left < length) {
        writer->failed = true;
        return;
    }
    if (length == 0) { /* bytes may be NULL then, which memcpy does not allow */
        return;
    }
    memcpy(writer->at, bytes, length);
    writer->at += length;
    writer->left = (uint16_t)(writer->left - length);
}

static void put(struct ferrule_writer *writer, uint32_t value, uint8_t width) {
    uint8_t bytes[4];
    for (uint8_t i = 0; i < width; i++) {
        bytes[i] = (uint8_t)value;
        value >>= 8;
    }
    ferrule_put_bytes(writer, bytes, width);
}

void ferrule_put_u8(struct ferrule_writer *writer, uint8_t value) { put(writer, value, 1); }

void ferrule_put_u16(struct ferrule_writer *writer, uint16_t value) { put(writer, value, 2); }

void ferrule_put_u32(struct ferrule_writer *writer, uint32_t value) { put(writer, value, 4); }
