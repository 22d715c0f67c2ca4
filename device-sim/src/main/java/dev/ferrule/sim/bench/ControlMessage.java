package dev.ferrule.sim.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run needs of a server's JSON message (PROTOCOL.md, B3); what a message does not have is
 * empty or 0.
 *
 * @param type field {@code t}
 * @param id of a command
 * @param state of a command
 * @param text of an error or a command
 * @param count of merged readings
 * @param generation of a dictionary
 * @param channels of a dictionary
 */
record ControlMessage(
    String type,
    String id,
    String state,
    String text,
    long count,
    int generation,
    List<NumberedChannel> channels) {

  private static final JsonFactory JSON = new JsonFactory();

  /** A channel and its number on the wire. */
  record NumberedChannel(int number, String id) {}

  ControlMessage {
    channels = List.copyOf(channels);
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException when it is no JSON object
   */
  static ControlMessage parse(byte[] bytes, int offset, int length) {
    try (JsonParser in = JSON.createParser(bytes, offset, length)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalStateException("a text message that is no JSON object");
      }
      return read(in);
    } catch (IOException e) {
      throw new IllegalStateException("a text message that is no JSON", e);
    }
  }

  private static ControlMessage read(JsonParser in) throws IOException {
    String type = "";
    String id = "";
    String state = "";
    String text = "";
    long count = 0;
    int generation = 0;
    List<NumberedChannel> channels = List.of();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      switch (name) {
        case "t" -> type = in.getText();
        case "id" -> id = in.getText();
        case "state" -> state = in.getText();
        case "text" -> text = in.getText();
        case "count" -> count = in.getLongValue();
        case "gen" -> generation = in.getIntValue();
        case "channels" -> channels = value == JsonToken.START_ARRAY ? list(in) : List.of();
        default -> in.skipChildren();
      }
    }
    return new ControlMessage(type, id, state, text, count, generation, channels);
  }

  /** Objects with {@code n} and {@code id}; of a list of anything else nothing. */
  private static List<NumberedChannel> list(JsonParser in) throws IOException {
    List<NumberedChannel> channels = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_OBJECT) {
        channels.add(channel(in));
      }
    }
    return channels;
  }

  private static NumberedChannel channel(JsonParser in) throws IOException {
    int number = -1;
    String id = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "n" -> number = in.getIntValue();
        case "id" -> id = in.getText();
        default -> in.skipChildren();
      }
    }
    return new NumberedChannel(number, id);
  }
}
