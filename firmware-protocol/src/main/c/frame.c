/* A1: from the bytes of the line to checked bodies, and back. */
#include "parts.h"

enum { CRC_SIZE = 4, HEAD = 3 };

static void append(struct ferrule_deframer *deframer, uint8_t byte) {
    if (deframer->length == deframer->size) {
        deframer->overrun = true;
        return;
    }
    deframer->body[deframer->length++] = byte;
}

static enum ferrule_deframed finish(struct ferrule_deframer *deframer) {
    if (!deframer->started) {
        return FERRULE_NO_FRAME;
    }
    deframer->started = false;
    if (deframer->overrun) {
        return FERRULE_OVERRUN_ERROR;
    }
    if (deframer->left != 0) {
        return FERRULE_COBS_ERROR;
    }
    if (deframer->length < HEAD + CRC_SIZE) {
        return FERRULE_CRC_ERROR;
    }
    deframer->length = (uint8_t)(deframer->length - CRC_SIZE);
    struct ferrule_reader crc = ferrule_read_from(deframer->body + deframer->length, CRC_SIZE);
    return ferrule_crc32c(0, deframer->body, deframer->length) == ferrule_get_u32(&crc) ? FERRULE_FRAME
                                                                                        : FERRULE_CRC_ERROR;
}

enum ferrule_deframed ferrule_deframe(struct ferrule_deframer *deframer, uint8_t byte) {
    if (byte == 0) {
        return finish(deframer);
    }
    if (!deframer->started) {
        deframer->started = true;
        deframer->overrun = false;
        deframer->length = 0;
        deframer->left = (uint8_t)(byte - 1);
        deframer->zero = byte != 0xFF;
        return FERRULE_NO_FRAME;
    }
    if (deframer->overrun) {
        return FERRULE_NO_FRAME;
    }
    if (deframer->left > 0) {
        deframer->left--;
        append(deframer, byte);
        return FERRULE_NO_FRAME;
    }
    if (deframer->zero) {
        append(deframer, 0);
    } else {
        deframer->overrun = true; /* a full block before: with this code the frame has 256 bytes */
    }
    deframer->left = (uint8_t)(byte - 1);
    deframer->zero = byte != 0xFF;
    return FERRULE_NO_FRAME;
}

uint16_t ferrule_seal(uint8_t *frame, uint8_t hdr, uint8_t seq, uint8_t type, uint16_t length) {
    if (length > FERRULE_MAX_BODY - HEAD - CRC_SIZE) {
        return 0;
    }
    uint8_t *const body = frame + 1;
    const uint16_t covered = (uint16_t)(HEAD + length);
    body[0] = hdr;
    body[1] = seq;
    body[2] = type;
    struct ferrule_writer crc = {body + covered, CRC_SIZE, false};
    ferrule_put_u32(&crc, ferrule_crc32c(0, body, covered));
    return ferrule_cobs_encode(frame, (uint16_t)(covered + CRC_SIZE));
}
