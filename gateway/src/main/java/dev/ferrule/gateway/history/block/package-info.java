/**
 * Readings of one channel as bytes that are kept for years: a message of PROTOCOL.md part B, what
 * can be said of it without decoding, and a check sum. No file, no thread.
 */
@NullMarked
package dev.ferrule.gateway.history.block;

import org.jspecify.annotations.NullMarked;
