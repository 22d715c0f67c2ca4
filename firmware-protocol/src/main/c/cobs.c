/* Consistent Overhead Byte Stuffing (Cheshire and Baker, 1999), for bodies of at most one block. frame.c decodes, byte
 * by byte as the line brings them. */
#include "parts.h"

uint16_t ferrule_cobs_encode(uint8_t *frame, uint16_t length) {
    if (length == 0 || length > FERRULE_MAX_BODY) {
        return 0;
    }
    /* Backwards, each zero becomes the distance to the zero after it: of the body, or the delimiter at its end. */
    const uint16_t end = (uint16_t)(length + 1);
    uint16_t zero = end;
    frame[end] = 0;
    for (uint16_t i = length; i > 0; i--) {
        if (frame[i] == 0) {
            frame[i] = (uint8_t)(zero - i);
            zero = i;
        }
    }
    frame[0] = (uint8_t)zero;
    return (uint16_t)(length + 2);
}
