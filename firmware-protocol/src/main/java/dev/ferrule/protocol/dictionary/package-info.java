/**
 * What a board says about itself: its channels, how they are grouped into readings (templates), the
 * labels of its enumerations. PROTOCOL.md, section A8. Start at {@link
 * dev.ferrule.protocol.dictionary.Dictionary}.
 *
 * <p>Everything here is immutable but the builders. No bytes of a session and no stream numbers
 * enter this package.
 */
@NullMarked
package dev.ferrule.protocol.dictionary;

import org.jspecify.annotations.NullMarked;
