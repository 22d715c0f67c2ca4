package dev.ferrule.gateway.web.api;

import dev.ferrule.gateway.json.JsonFault;
import dev.ferrule.gateway.registry.ChannelPatterns;
import dev.ferrule.gateway.registry.Directory;
import dev.ferrule.gateway.wording.Suggestion;
import io.vertx.ext.web.RoutingContext;
import java.util.BitSet;
import java.util.List;

/** The channels that a query asks for; stateless. */
final class ChannelSelection {

  private static final int MAX_PATTERNS = 64;

  private ChannelSelection() {}

  /** Numbers of the channels that match {@code ?channels=}, or of all. */
  static BitSet of(RoutingContext context, Directory directory) throws JsonFault {
    return ChannelPatterns.matching(patterns(Query.of(context, List.of("channels"))), directory);
  }

  /** The patterns of {@code ?channels=}. */
  static List<String> patterns(Query query) throws JsonFault {
    List<String> patterns = query.list("channels").orElse(List.of("*"));
    for (String pattern : patterns) {
      if (!ChannelPatterns.isPattern(pattern) || patterns.size() > MAX_PATTERNS) {
        throw new JsonFault(
            "?channels",
            "\""
                + Suggestion.shortened(pattern)
                + "\" is no pattern of channel ids, or one too many.",
            "Write up to 64 patterns with commas between them, as in boiler.*,tank.level.");
      }
    }
    return patterns;
  }
}
