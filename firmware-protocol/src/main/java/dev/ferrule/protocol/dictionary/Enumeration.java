package dev.ferrule.protocol.dictionary;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels of the values that a channel of kind enumeration may have. PROTOCOL.md, section A8.
 *
 * @param id number of the table, 32 bits
 * @param labels label by value, in the order of the dictionary
 */
public record Enumeration(int id, Map<Integer, String> labels) {
  public Enumeration {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
