/**
 * Reads one YAML file into the records that each package owns, and says everything that is wrong
 * with it at once.
 *
 * <p>Four steps, each adding to one list of problems with line and column: {@code YamlReader} makes
 * a tree that knows its places, {@code StructureCheck} holds it against the JSON Schema (keys,
 * types, ranges), {@code ConfigurationReader} against the rules that a schema cannot say
 * (durations, what fits together, what must not be twice), and the records' own constructors have
 * the last word. Nothing is opened or started here. Any thread; nothing is kept. Start reading at
 * {@link dev.ferrule.gateway.config.ConfigurationFile}.
 */
@NullMarked
package dev.ferrule.gateway.config;

import org.jspecify.annotations.NullMarked;
