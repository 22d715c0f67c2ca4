/* Seeded: noise, frames of nonsense, and a line that loses, flips and inserts bytes both ways. */
#include "host.h"
#include "test.h"

TEST(survives_noise_and_hears_the_next_frame) {
    const uint32_t seed = 31337;
    uint32_t state = seed;
    host_connect();
    for (int round = 0; round < 2000; round++) {
        const uint32_t length = next_random(&state) % 300;
        for (uint32_t i = 0; i < length; i++) {
            ferrule_receive(&host.device, (uint8_t)next_random(&state));
        }
        ferrule_receive(&host.device, 0);
        host_clear();
        SEND(FERRULE_TIME_REQ, (uint8_t)round);
        CHECK(host_newest(FERRULE_TIME_RSP) != NULL);
        CHECK_EQ(host_newest(FERRULE_TIME_RSP)->payload[0], round & 0xFF);
    }
}

/* Frames that are right down to their CRC and say anything. */
TEST(survives_frames_of_nonsense_and_never_sets_what_it_should_not) {
    static const uint8_t types[] = {0x00, 0x02, 0x03, 0x05, 0x20, 0x30, 0x30, 0x32, 0x34, 0x35, 0x36, 0x40, 0x7F, 0x81};
    const uint32_t seed = 271828;
    uint32_t state = seed;
    uint32_t nonce = NONCE;
    unsigned moved = 0;
    host_connect();
    for (int round = 0; round < 300000; round++) {
        uint8_t payload[56];
        const uint8_t type = types[next_random(&state) % sizeof types];
        uint16_t length = (uint16_t)(next_random(&state) % 16);
        for (uint16_t i = 0; i < length; i++) {
            payload[i] = (uint8_t)(next_random(&state) % ((next_random(&state) & 1) ? 8 : 256));
        }
        if (type == FERRULE_CMD) { /* mostly in time, so that some are obeyed */
            const uint32_t deadline = host.tick + 3;
            const uint8_t tail[] = {(uint8_t)deadline, (uint8_t)(deadline >> 8), (uint8_t)(deadline >> 16),
                                    (uint8_t)(deadline >> 24), (uint8_t)(next_random(&state) % 6)};
            memcpy(payload + 5, tail, sizeof tail);
            payload[4] = (uint8_t)(next_random(&state) % 8);
            length = 10;
        } else if (type == FERRULE_REARM && (round & 1)) {
            length = 0;
        } else if (type == FERRULE_HEARTBEAT && (round & 3) != 0) {
            payload[0] = 0xC8; /* 200 ms */
            payload[1] = 0;
            length = 2;
        }
        const bool reliable = type == 0x03 || (type >= 0x30 && type <= 0x36);
        const uint8_t hdr = (uint8_t)((reliable ? FERRULE_HDR_RELIABLE : 0) | 8 | host.expected);
        const uint8_t seq = reliable ? host.device.expected : (uint8_t)round;
        const bool was_armed = host.device.state == FERRULE_STATE_ARMED;
        host_clear();
        host.count = 0;
        if (type != FERRULE_HELLO_REQ || round % 50 == 0) {
            host_send_frame(hdr, seq, type, payload, length);
        }
        if (host.device.nonce != nonce) { /* a HELLO_REQ of nonsense that was one */
            nonce = host.device.nonce;
            host.expected = 0;
        }
        moved += host.sets[RELAY];
        CHECK_EQ(host.sets[TEMPERATURE] + host.sets[TOTAL], 0);
        CHECK(host.sets[HEATER] == 0 || host.device.state == FERRULE_STATE_FAIL_SAFE); /* no token was guessed */
        CHECK(host.value[VALVE] >= 0 && host.value[VALVE] <= 1000);
        CHECK((host.value[RELAY] | 1) == 1 && (host.value[HEATER] | 1) == 1);
        CHECK(was_armed || host.sets[RELAY] == 0);
        host_pass(next_random(&state) % 4);
    }
    CHECK(moved > 1000);
}

/* ---- a host with a window over a bad line ---- */

enum { COMMANDS = 1000, TRIES = 5, SAFE_VALUE = 500 /* of VALVE: no command asks for it */ };

static struct {
    uint32_t state, damage; /* one byte in `damage` is lost, flipped or doubled */
    uint32_t nonce, next_id, heartbeat_at, sent_at, deadline[COMMANDS + 1];
    uint8_t effects[COMMANDS + 1], status[COMMANDS + 1];
    uint8_t oldest, outstanding, tries, expected;
    bool connected, rearm;
    struct {
        uint8_t type, payload[24];
        uint16_t length;
    } queue[FERRULE_WINDOW];
    uint8_t body[FERRULE_MAX_BODY];
    struct ferrule_deframer deframer;
    uint32_t damaged;
} far_end;

static void over_the_line(void (*take)(uint8_t), const uint8_t *bytes, unsigned length) {
    for (unsigned i = 0; i < length; i++) {
        const uint32_t luck = far_end.damage == 0 ? 1 : next_random(&far_end.state) % far_end.damage;
        const uint32_t how = luck == 0 ? next_random(&far_end.state) : 0;
        far_end.damaged += luck == 0;
        if (luck == 0 && how % 3 == 0) {
            continue;
        }
        const uint32_t flip = luck == 0 && how % 3 == 1 ? 1u << (how >> 8) % 8 : 0;
        take((uint8_t)(bytes[i] ^ flip));
        if (luck == 0 && how % 3 == 2) {
            take((uint8_t)(how >> 8));
        }
    }
}

static void device_takes(uint8_t byte) {
    const unsigned before = host.sets[VALVE];
    const bool safe = host.device.state != FERRULE_STATE_ARMED;
    ferrule_receive(&host.device, byte);
    if (host.sets[VALVE] == before || safe || host.value[VALVE] == SAFE_VALUE) {
        return;
    }
    const int32_t id = host.value[VALVE];
    CHECK(id >= 1 && id <= COMMANDS);
    far_end.effects[id]++;
    CHECK((int32_t)(far_end.deadline[id] - host.tick) >= 0);
}

static void far_write(uint8_t hdr, uint8_t seq, uint8_t type, const uint8_t *payload, uint16_t length) {
    uint8_t frame[64];
    memcpy(frame + 4, payload, length);
    const uint16_t size = ferrule_seal(frame, (uint8_t)(hdr | 8 | far_end.expected), seq, type, length);
    over_the_line(device_takes, frame, size);
}

static void far_resend(void) {
    for (uint8_t i = 0; i < far_end.outstanding; i++) {
        far_write(FERRULE_HDR_RELIABLE, (far_end.oldest + i) & 7, far_end.queue[i].type, far_end.queue[i].payload,
                  far_end.queue[i].length);
    }
    far_end.sent_at = host.tick;
}

static void far_send(uint8_t type, const struct ferrule_writer *writer, const uint8_t *payload, uint16_t size) {
    const uint8_t at = far_end.outstanding++;
    far_end.queue[at].type = type;
    far_end.queue[at].length = (uint16_t)(size - writer->left);
    memcpy(far_end.queue[at].payload, payload, far_end.queue[at].length);
    if (at == 0) {
        far_end.sent_at = host.tick;
        far_end.tries = 0;
    }
    far_write(FERRULE_HDR_RELIABLE, (far_end.oldest + at) & 7, type, payload, far_end.queue[at].length);
}

static void far_frame(const struct ferrule_deframer *d) {
    struct ferrule_reader payload = ferrule_read_from(d->body + 3, (uint16_t)(d->length - 3));
    const uint8_t hdr = d->body[0], seq = d->body[1], type = d->body[2];
    if (type == FERRULE_HELLO) {
        ferrule_get_u16(&payload);
        if (!far_end.connected && ferrule_get_u32(&payload) == far_end.nonce) {
            far_end.connected = far_end.rearm = true;
        }
        return;
    }
    const uint8_t passed = (uint8_t)(((hdr & 7) - far_end.oldest) & 7);
    if ((hdr & 8) != 0 && passed > 0 && passed <= far_end.outstanding) {
        far_end.outstanding = (uint8_t)(far_end.outstanding - passed);
        far_end.oldest = (far_end.oldest + passed) & 7;
        memmove(far_end.queue, far_end.queue + passed, sizeof far_end.queue[0] * far_end.outstanding);
        far_end.sent_at = host.tick;
        far_end.tries = 0;
    }
    if ((hdr & FERRULE_HDR_RELIABLE) == 0) {
        return;
    }
    if (seq == far_end.expected) {
        far_end.expected = (far_end.expected + 1) & 7;
        if (type == FERRULE_CMD_RESULT) {
            const uint32_t id = ferrule_get_u32(&payload);
            const uint8_t status = ferrule_get_u8(&payload);
            CHECK(id >= 1 && id <= COMMANDS);
            CHECK(far_end.status[id] == 0xFF || far_end.status[id] == status);
            far_end.status[id] = status;
            far_end.rearm = far_end.rearm || status == FERRULE_FAIL_SAFE;
        }
    }
    far_write(0, 0, FERRULE_ACK, (const uint8_t *)"", 0);
}

static void host_takes(uint8_t byte) {
    if (ferrule_deframe(&far_end.deframer, byte) == FERRULE_FRAME) {
        far_frame(&far_end.deframer);
    }
}

static void far_new_session(void) {
    far_end.connected = false;
    far_end.oldest = far_end.outstanding = far_end.expected = 0;
    far_end.nonce++;
    far_end.sent_at = host.tick - 250;
}

static void far_connect(void) {
    if (host.tick - far_end.sent_at < 250) {
        return;
    }
    const uint8_t request[] = {1, 0, (uint8_t)far_end.nonce, (uint8_t)(far_end.nonce >> 8), 0, 0, 254, 0};
    over_the_line(device_takes, (const uint8_t *)"", 1);
    uint8_t frame[24];
    memcpy(frame + 4, request, sizeof request);
    over_the_line(device_takes, frame, ferrule_seal(frame, 0, 0, FERRULE_HELLO_REQ, sizeof request));
    far_end.sent_at = host.tick;
}

static void far_poll(void) {
    uint8_t payload[24];
    struct ferrule_writer writer = {payload, sizeof payload, false};
    if (!far_end.connected) {
        far_connect();
        return;
    }
    if (far_end.outstanding > 0 && host.tick - far_end.sent_at >= (50u << (far_end.tries < 3 ? far_end.tries : 3))) {
        if (++far_end.tries > TRIES) {
            far_new_session();
            return;
        }
        far_resend();
    }
    if (host.tick - far_end.heartbeat_at >= 200) {
        far_end.heartbeat_at = host.tick;
        far_write(0, 0, FERRULE_HEARTBEAT, (const uint8_t *)"\x58\x02", 2);
    }
    if (far_end.outstanding == FERRULE_WINDOW) {
        return;
    }
    if (far_end.rearm) {
        far_end.rearm = false;
        far_send(FERRULE_REARM, &writer, payload, sizeof payload);
    } else if (far_end.next_id <= COMMANDS && next_random(&far_end.state) % 4 == 0) {
        far_end.next_id += far_end.next_id == SAFE_VALUE;
        const uint32_t id = far_end.next_id++;
        far_end.deadline[id] = host.tick + 300;
        ferrule_put_u32(&writer, id);
        ferrule_put_varint(&writer, VALVE);
        ferrule_put_u32(&writer, far_end.deadline[id]);
        ferrule_put_zigzag(&writer, (int32_t)id);
        far_send(FERRULE_CMD, &writer, payload, sizeof payload);
    }
}

static void run_commands(uint32_t seed, uint32_t damage, unsigned *done) {
    memset(&far_end, 0, sizeof far_end);
    memset(far_end.status, 0xFF, sizeof far_end.status);
    far_end.state = seed;
    far_end.damage = damage;
    far_end.next_id = 1;
    far_end.deframer.body = far_end.body;
    far_end.deframer.size = FERRULE_MAX_BODY;
    host_boot();
    far_new_session();
    for (uint32_t ms = 0; ms < 600000; ms++) {
        if (far_end.next_id > COMMANDS && far_end.outstanding == 0 && !host.device.sender.outstanding) {
            break;
        }
        host.tick++;
        far_poll();
        ferrule_poll(&host.device);
        uint8_t line[sizeof host.line];
        const unsigned length = host.line_length;
        memcpy(line, host.line, length);
        host.line_length = host.count = 0;
        over_the_line(host_takes, line, length);
    }
    CHECK_EQ(far_end.next_id, COMMANDS + 1);
    *done = 0;
    for (int id = 1; id <= COMMANDS; id++) {
        CHECK(far_end.effects[id] <= 1);
        CHECK(far_end.status[id] != FERRULE_DONE || far_end.effects[id] == 1);
        CHECK(far_end.status[id] == FERRULE_DONE || far_end.status[id] == 0xFF || far_end.effects[id] == 0);
        *done += far_end.status[id] == FERRULE_DONE;
    }
}

TEST(obeys_every_command_once_over_a_clean_line) {
    unsigned done = 0;
    run_commands(1, 0, &done);
    CHECK_EQ(done, COMMANDS - 1);
}

TEST(never_obeys_a_command_twice_or_late_over_a_bad_line) {
    for (uint32_t seed = 1; seed <= 20; seed++) {
        unsigned done = 0;
        run_commands(seed * 7919, 40 + 40 * (seed % 10), &done);
        if (has_failed()) {
            printf("    seed %u\n", (unsigned)(seed * 7919));
            return;
        }
        CHECK(done > 100);
        CHECK(far_end.damaged > 100);
    }
}

void test_stress(void) {
    RUN(survives_noise_and_hears_the_next_frame);
    RUN(survives_frames_of_nonsense_and_never_sets_what_it_should_not);
    RUN(obeys_every_command_once_over_a_clean_line);
    RUN(never_obeys_a_command_twice_or_late_over_a_bad_line);
}
