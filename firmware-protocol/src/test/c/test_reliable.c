#include "parts.h"
#include "test.h"

static struct ferrule_sender sender;

static void start(void) {
    memset(&sender, 0, sizeof sender);
    ferrule_reliable_reset(&sender);
}

TEST(ignores_an_acknowledgment_of_nothing) {
    start();
    for (uint8_t ack = 0; ack < 8; ack++) {
        CHECK(!ferrule_reliable_acknowledge(&sender, ack));
    }
    CHECK_EQ(sender.seq, 0);
}

TEST(ignores_every_acknowledgment_but_the_next) {
    start();
    ferrule_reliable_sent(&sender, 0, 1, 50, 400);
    for (uint8_t ack = 0; ack < 8; ack++) {
        if (ack != 1) {
            CHECK(!ferrule_reliable_acknowledge(&sender, ack));
        }
    }
    CHECK(sender.outstanding);
    CHECK(ferrule_reliable_acknowledge(&sender, 1));
    CHECK(!sender.outstanding);
}

TEST(counts_seq_modulo_8) {
    start();
    for (uint8_t i = 0; i < 20; i++) {
        CHECK_EQ(sender.seq, i % 8);
        ferrule_reliable_sent(&sender, 0, 1, 50, 400);
        CHECK(ferrule_reliable_acknowledge(&sender, (uint8_t)((i + 1) % 8)));
    }
}

TEST(doubles_the_resend_time_up_to_its_limit) {
    static const uint32_t waits[] = {50, 100, 200, 400, 400, 400, 400, 400, 400, 400, 400};
    const uint32_t start_tick = UINT32_MAX - 300; /* wraps on the way */
    uint32_t now = start_tick;
    start();
    for (unsigned i = 0; i < sizeof waits / sizeof *waits; i++) {
        ferrule_reliable_sent(&sender, now, 7, 50, 400);
        now += waits[i] + 6;
        CHECK(!ferrule_reliable_resend_due(&sender, now));
        CHECK(ferrule_reliable_resend_due(&sender, ++now));
    }
}

TEST(starts_the_resend_time_again_for_a_new_frame) {
    start();
    ferrule_reliable_sent(&sender, 0, 0, 50, 400);
    ferrule_reliable_sent(&sender, 50, 0, 50, 400);
    ferrule_reliable_acknowledge(&sender, 1);
    CHECK(!ferrule_reliable_resend_due(&sender, 10000));
    ferrule_reliable_sent(&sender, 10000, 0, 50, 400);
    CHECK(ferrule_reliable_resend_due(&sender, 10050));
}

void test_reliable(void) {
    RUN(ignores_an_acknowledgment_of_nothing);
    RUN(ignores_every_acknowledgment_but_the_next);
    RUN(counts_seq_modulo_8);
    RUN(doubles_the_resend_time_up_to_its_limit);
    RUN(starts_the_resend_time_again_for_a_new_frame);
}
