/**
 * The whole configuration: reads one file into the records that each package owns, and says
 * everything that is wrong with it at once.
 *
 * <p>Four steps, each adding to one list of mistakes with line and column: {@code config.yaml}
 * makes a tree that knows its places and holds it against the JSON Schema (keys, types, ranges),
 * {@code ConfigurationReader} and the readers of {@code config.device} hold it against the rules
 * that a schema cannot say (durations, what fits together, what must not be twice), and the
 * records' own constructors have the last word. Nothing is opened or started here. Any thread;
 * nothing is kept. Start reading at {@link dev.ferrule.gateway.config.ConfigurationFile}.
 */
@NullMarked
package dev.ferrule.gateway.config;

import org.jspecify.annotations.NullMarked;
