package dev.ferrule.gateway.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The gateway's channels, as its latest {@code dictionary} message has them. Immutable. */
final class ClientDictionary {

  /** Before the first one came. */
  static final ClientDictionary EMPTY = new ClientDictionary(Map.of());

  private final TreeMap<Integer, ClientChannel> byNumber;
  private final Map<String, ClientChannel> byId = new HashMap<>();

  private ClientDictionary(Map<Integer, ClientChannel> byNumber) {
    this.byNumber = new TreeMap<>(byNumber);
    byNumber.values().forEach(channel -> byId.put(channel.id(), channel));
  }

  /** Reads a {@code dictionary} message. */
  static ClientDictionary of(JsonNode message) {
    Map<Integer, ClientChannel> channels = new TreeMap<>();
    for (JsonNode entry : message.path("channels")) {
      ClientChannel channel = ClientChannel.of(entry);
      channels.put(channel.number(), channel);
    }
    return new ClientDictionary(channels);
  }

  /** The channel with an id. */
  Optional<ClientChannel> channel(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The ids of all channels. */
  Collection<String> ids() {
    return byNumber.values().stream().map(ClientChannel::id).toList();
  }

  /** The readings of a {@code readings} message; those of unknown channels are left out. */
  List<ClientReading> readings(JsonNode message) {
    long time = message.path("time").asLong();
    List<ClientReading> readings = new ArrayList<>();
    for (JsonNode cell : message.path("r")) {
      ClientChannel channel = byNumber.get(cell.path(0).asInt(-1));
      if (channel != null) {
        JsonNode value = cell.path(2);
        readings.add(
            new ClientReading(
                channel,
                time + cell.path(1).asLong(),
                value.isNumber() ? value.doubleValue() : Double.NaN,
                cell.path(3).asInt(0) & 0xFF));
      }
    }
    return readings;
  }
}
