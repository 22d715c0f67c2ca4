/* A8: finding channels and templates in the dictionary's bytes. */
#include "parts.h"

enum { RECORD_CHANNEL = 1, RECORD_TEMPLATE = 2, RECORD_ENUMERATION = 3 };

enum {
    FIELD_ID = 1,
    FIELD_KIND = 5,
    FIELD_MIN = 8,
    FIELD_MAX = 9,
    FIELD_ACCESS = 11,
    FIELD_FLAGS = 12,
    FIELD_SAFE = 13,
    FIELD_ENUMERATION = 14
};

bool ferrule_next_record(struct ferrule_reader *records, uint8_t *tag, struct ferrule_reader *body) {
    if (records->left == 0) {
        return false;
    }
    const uint32_t number = ferrule_get_varint(records);
    const uint32_t length = ferrule_get_varint(records);
    if (records->failed || records->left < length) {
        records->failed = true;
        return false;
    }
    *tag = number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
    *body = *records;
    body->left = (uint16_t)length;
    records->at += body->left;
    records->left = (uint16_t)(records->left - body->left);
    return true;
}

bool ferrule_dictionary_is_whole(const struct ferrule_reader *dictionary) {
    struct ferrule_reader records = *dictionary;
    uint8_t channels = 0;
    uint8_t tag;
    struct ferrule_reader body;
    while (ferrule_next_record(&records, &tag, &body)) {
        if (tag == RECORD_CHANNEL && ++channels > FERRULE_MAX_CHANNELS) {
            return false;
        }
    }
    return !records.failed;
}

/* The id of a channel, mostly its first field. */
static bool read_id(struct ferrule_reader fields, struct ferrule_channel *channel) {
    uint8_t tag;
    struct ferrule_reader body;
    while (ferrule_next_record(&fields, &tag, &body)) {
        if (tag == FIELD_ID) {
            const uint32_t id = ferrule_get_varint(&body);
            channel->id = (uint16_t)id;
            return !body.failed && id <= FERRULE_MAX_CHANNEL;
        }
    }
    return false;
}

/* Before the others, which are read by it and may stand before it. */
static uint8_t read_kind(struct ferrule_reader fields) {
    uint8_t tag;
    struct ferrule_reader body;
    while (ferrule_next_record(&fields, &tag, &body)) {
        if (tag == FIELD_KIND) {
            return ferrule_get_u8(&body);
        }
    }
    return FERRULE_NUMBER;
}

static void read_field(uint8_t tag, struct ferrule_reader body, struct ferrule_channel *channel) {
    switch (tag) {
    case FIELD_MIN:
        channel->min = ferrule_get_value(&body, channel->kind);
        channel->has_min = true;
        break;
    case FIELD_MAX:
        channel->max = ferrule_get_value(&body, channel->kind);
        channel->has_max = true;
        break;
    case FIELD_ACCESS:
        channel->writable = (ferrule_get_u8(&body) & 2) != 0;
        break;
    case FIELD_FLAGS:
        channel->dangerous = (ferrule_get_u8(&body) & 1) != 0;
        break;
    case FIELD_SAFE:
        channel->safe = ferrule_get_value(&body, channel->kind);
        break;
    case FIELD_ENUMERATION:
        channel->enumeration = ferrule_get_varint(&body);
        channel->has_enumeration = true;
        break;
    default:
        break;
    }
}

void ferrule_read_fields(struct ferrule_channel *channel) {
    struct ferrule_reader fields = channel->fields;
    uint8_t tag;
    struct ferrule_reader body;
    channel->writable = channel->dangerous = false;
    channel->has_min = channel->has_max = channel->has_enumeration = false;
    channel->safe = 0;
    while (ferrule_next_record(&fields, &tag, &body)) {
        read_field(tag, body, channel);
    }
}

/* Passes channels until one has the id, or, with any, to the next. */
static bool next_channel(struct ferrule_reader *dictionary, bool any, uint32_t id, struct ferrule_channel *channel) {
    uint8_t tag;
    struct ferrule_reader body;
    while (ferrule_next_record(dictionary, &tag, &body)) {
        if (tag != RECORD_CHANNEL) {
            continue;
        }
        channel->index++;
        if (read_id(body, channel) && (any || channel->id == id)) {
            channel->kind = read_kind(body);
            channel->fields = body;
            return true;
        }
    }
    return false;
}

bool ferrule_next_channel(struct ferrule_reader *dictionary, struct ferrule_channel *channel) {
    return next_channel(dictionary, true, 0, channel);
}

bool ferrule_find_channel(const struct ferrule_reader *dictionary, uint32_t id, struct ferrule_channel *channel) {
    struct ferrule_reader records = *dictionary;
    channel->index = UINT8_MAX;
    return next_channel(&records, false, id, channel);
}

bool ferrule_find_channel_after(const struct ferrule_reader *dictionary, struct ferrule_reader *cursor, uint32_t id,
                                struct ferrule_channel *channel) {
    if (next_channel(cursor, false, id, channel)) {
        return true;
    }
    *cursor = *dictionary;
    return next_channel(cursor, false, id, channel);
}

bool ferrule_next_template(struct ferrule_reader *dictionary, uint32_t *id, struct ferrule_reader *channels) {
    uint8_t tag;
    while (ferrule_next_record(dictionary, &tag, channels)) {
        if (tag == RECORD_TEMPLATE) {
            *id = ferrule_get_varint(channels);
            return !channels->failed;
        }
    }
    return false;
}

bool ferrule_find_template(const struct ferrule_reader *dictionary, uint32_t id, struct ferrule_reader *channels) {
    struct ferrule_reader records = *dictionary;
    uint32_t found;
    while (ferrule_next_template(&records, &found, channels)) {
        if (found == id) {
            return true;
        }
    }
    return false;
}

static bool is_labeled(struct ferrule_reader records, uint32_t enumeration, int32_t value) {
    uint8_t tag;
    struct ferrule_reader body;
    while (ferrule_next_record(&records, &tag, &body)) {
        if (tag != RECORD_ENUMERATION || ferrule_get_varint(&body) != enumeration) {
            continue;
        }
        while (body.left > 0 && !body.failed) {
            const int32_t label = ferrule_get_zigzag(&body);
            ferrule_get_bytes(&body, ferrule_get_varint(&body));
            if (!body.failed && label == value) {
                return true;
            }
        }
    }
    return false;
}

bool ferrule_in_range(const struct ferrule_reader *dictionary, const struct ferrule_channel *channel, int32_t value) {
    if (channel->kind == FERRULE_SWITCH && value != 0 && value != 1) {
        return false;
    }
    if (channel->kind == FERRULE_ENUMERATION && channel->has_enumeration &&
        !is_labeled(*dictionary, channel->enumeration, value)) {
        return false;
    }
    return ferrule_at_most(channel->kind, value, value) && /* no NaN */
           (!channel->has_min || ferrule_at_most(channel->kind, channel->min, value)) &&
           (!channel->has_max || ferrule_at_most(channel->kind, value, channel->max));
}
