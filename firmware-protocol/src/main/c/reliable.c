/* A5: the sender, go-back-N with a window of 1. The receiver is one number, expected, in device.c. */
#include "parts.h"

void ferrule_reliable_reset(struct ferrule_sender *sender) {
    sender->seq = 0;
    sender->outstanding = false;
}

void ferrule_reliable_sent(struct ferrule_sender *sender, uint32_t now, uint32_t line, uint32_t first,
                           uint32_t limit) {
    if (!sender->outstanding) {
        sender->outstanding = true;
        sender->doublings = 0;
    }
    uint32_t wait = limit;
    if (sender->doublings < 8) { /* 50 ms << 8 is past any limit */
        const uint32_t doubled = first << sender->doublings++;
        wait = doubled < limit ? doubled : limit;
    }
    sender->sent_at = now;
    sender->resend_after = line + wait;
}

bool ferrule_reliable_resend_due(const struct ferrule_sender *sender, uint32_t now) {
    return sender->outstanding && now - sender->sent_at >= sender->resend_after;
}

bool ferrule_reliable_acknowledge(struct ferrule_sender *sender, uint8_t ack) {
    /* (ack - oldest) mod 8 may be 0, nothing new, or 1: the window. */
    if (!sender->outstanding || ((ack - sender->seq) & 7) != 1) {
        return false;
    }
    sender->outstanding = false;
    sender->seq = (sender->seq + 1) & 7;
    return true;
}
