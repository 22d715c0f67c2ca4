/* A6: commands, each with one effect and one stored result. */
#include "parts.h"

enum { TOKEN_LIFETIME_MS = 5000 };

/* The payload of CMD and ARM, and the channel that it names. */
struct request {
    uint32_t id, deadline, channel_id;
    int32_t value;
    bool exists; /* else channel is nothing */
    struct ferrule_channel channel;
};

/* Whether the id has a result: the command is not done twice, its result is sent again. */
static bool answer_again(struct ferrule_device *device, uint32_t id) {
    for (uint8_t i = 0; i < FERRULE_WINDOW; i++) {
        struct ferrule_stored_result *const result = &device->results[i];
        if (result->used && result->id == id) {
            result->due = true;
            return true;
        }
    }
    return false;
}

/* Whether a result can be stored: not while the oldest has still to reach the host. */
static bool has_room(const struct ferrule_device *device) { return !device->results[device->next_result].due; }

static void find_channel(const struct ferrule_device *device, struct request *request, uint32_t id) {
    request->channel_id = id;
    request->exists = ferrule_find_channel(&device->dictionary, id, &request->channel);
    if (request->exists) {
        ferrule_read_fields(&request->channel);
    }
}

/* Of a channel that does not exist the value is zigzag 0. */
static void store(struct ferrule_device *device, const struct request *request, enum ferrule_status status) {
    struct ferrule_stored_result *const result = &device->results[device->next_result];
    device->next_result = (uint8_t)((device->next_result + 1) % FERRULE_WINDOW);
    result->id = request->id;
    result->channel = request->channel_id;
    result->status = (uint8_t)status;
    result->value = 0;
    result->kind = FERRULE_NUMBER;
    if (request->exists) {
        result->kind = request->channel.kind;
        device->config->read(device->config->context, request->channel.id, &result->value);
    }
    result->used = true;
    result->due = true;
}

/* The checks of A6 in their order, without the last. */
static enum ferrule_status check(const struct ferrule_device *device, const struct request *request, uint32_t now) {
    if (device->state != FERRULE_STATE_ARMED) {
        return FERRULE_FAIL_SAFE;
    }
    if (!request->exists) {
        return FERRULE_NO_CHANNEL;
    }
    if (!request->channel.writable) {
        return FERRULE_READ_ONLY;
    }
    if (!ferrule_in_range(&device->dictionary, &request->channel, request->value)) {
        return FERRULE_RANGE;
    }
    return (int32_t)(request->deadline - now) >= 0 ? FERRULE_DONE : FERRULE_EXPIRED;
}

static enum ferrule_status set_output(struct ferrule_device *device, const struct request *request) {
    const enum ferrule_status status =
        device->config->set_output(device->config->context, request->channel.id, request->value);
    switch (status) {
    case FERRULE_DONE:
        ferrule_failsafe_commanded(device, &request->channel);
        ferrule_mark_changed(device, request->channel.id);
        return status;
    case FERRULE_BUSY:
    case FERRULE_INTERLOCK:
        return status;
    default: /* the callback may answer nothing else */
        return FERRULE_FAILED;
    }
}

/* The value is read by the kind of its channel; that of a channel which does not exist is not looked at. */
static bool read_request(const struct ferrule_device *device, struct ferrule_reader payload, struct request *request) {
    request->id = ferrule_get_u32(&payload);
    find_channel(device, request, ferrule_get_varint(&payload));
    request->deadline = ferrule_get_u32(&payload);
    if (!request->exists) {
        return !payload.failed && payload.left >= 1 && payload.left <= 5;
    }
    request->value = ferrule_get_value(&payload, request->channel.kind);
    return ferrule_read_all(&payload);
}

enum ferrule_handled ferrule_on_cmd(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now) {
    struct request request;
    if (!read_request(device, payload, &request)) {
        return FERRULE_MALFORMED;
    }
    if (answer_again(device, request.id)) {
        return FERRULE_TAKEN;
    }
    if (!has_room(device)) {
        return FERRULE_NOT_NOW;
    }
    enum ferrule_status status = check(device, &request, now);
    if (status == FERRULE_DONE) {
        status = request.channel.dangerous ? FERRULE_NOT_ARMED : set_output(device, &request);
    }
    store(device, &request, status);
    return FERRULE_TAKEN;
}

enum ferrule_handled ferrule_on_arm(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now) {
    struct request request;
    if (!read_request(device, payload, &request)) {
        return FERRULE_MALFORMED;
    }
    if (answer_again(device, request.id)) {
        return FERRULE_TAKEN;
    }
    struct ferrule_arm *const arm = &device->arm;
    if (!has_room(device) || arm->due) {
        return FERRULE_NOT_NOW;
    }
    const enum ferrule_status status = check(device, &request, now);
    if (status != FERRULE_DONE) {
        store(device, &request, status);
        return FERRULE_TAKEN;
    }
    arm->id = request.id;
    arm->channel = request.channel.id;
    arm->kind = request.channel.kind;
    arm->deadline = request.deadline;
    arm->value = request.value;
    arm->armed_at = now;
    arm->token = device->next_token;
    /* An odd step visits all 65536: no token comes again while anyone could remember it. */
    device->next_token = (uint16_t)(device->next_token + 40503u);
    arm->pending = true;
    arm->due = true;
    return FERRULE_TAKEN;
}

enum ferrule_handled ferrule_on_confirm(struct ferrule_device *device, struct ferrule_reader payload, uint32_t now) {
    const uint32_t id = ferrule_get_u32(&payload);
    const uint16_t token = ferrule_get_u16(&payload);
    if (!ferrule_read_all(&payload)) {
        return FERRULE_MALFORMED;
    }
    if (answer_again(device, id)) {
        return FERRULE_TAKEN;
    }
    if (!has_room(device)) {
        return FERRULE_NOT_NOW;
    }
    struct ferrule_arm *const arm = &device->arm;
    const bool named = arm->id == id; /* the channel of an ARM that has run out is still told */
    const bool armed = named && arm->pending && arm->token == token;
    struct request request;
    request.id = id;
    request.deadline = arm->deadline;
    request.value = arm->value;
    find_channel(device, &request, named ? arm->channel : 0);
    enum ferrule_status status = check(device, &request, now);
    if (status != FERRULE_FAIL_SAFE && !armed) {
        status = FERRULE_NOT_ARMED;
    } else if (status == FERRULE_DONE) {
        status = set_output(device, &request);
    }
    if (named) {
        arm->pending = false;
    }
    store(device, &request, status);
    return FERRULE_TAKEN;
}

enum ferrule_handled ferrule_on_cmd_query(struct ferrule_device *device, struct ferrule_reader payload) {
    const uint32_t id = ferrule_get_u32(&payload);
    if (!ferrule_read_all(&payload)) {
        return FERRULE_MALFORMED;
    }
    if (answer_again(device, id)) {
        return FERRULE_TAKEN;
    }
    if (device->query_due) {
        return FERRULE_NOT_NOW;
    }
    device->query_id = id;
    device->query_due = true;
    return FERRULE_TAKEN;
}

void ferrule_arm_expire(struct ferrule_device *device, uint32_t now) {
    struct ferrule_arm *const arm = &device->arm;
    if (arm->pending && /* asked first: a division is dear */
        (device->state != FERRULE_STATE_ARMED || now - arm->armed_at > ferrule_ticks(device, TOKEN_LIFETIME_MS))) {
        arm->pending = false;
    }
}

void ferrule_command_new_session(struct ferrule_device *device) {
    for (uint8_t i = 0; i < FERRULE_WINDOW; i++) {
        device->results[i].due = false;
    }
    device->arm.pending = false; /* its channel is kept, to be named in the refusal of a late CONFIRM */
    device->arm.due = false;
    device->query_due = false;
}
