/**
 * YAML that knows its places: nodes with line and column, sections that are read by type, and the
 * check against the JSON Schema. Knows no device and no key of the configuration.
 *
 * <p>Whatever is wrong becomes a {@link dev.ferrule.gateway.config.yaml.Mistake} with its place,
 * and reading goes on. The library is SnakeYAML's event parser: data binding of any kind forgets
 * where a value stood. Any thread; nothing is kept. Start reading at {@code YamlReader}, then
 * {@link dev.ferrule.gateway.config.yaml.Section}.
 */
@NullMarked
package dev.ferrule.gateway.config.yaml;

import org.jspecify.annotations.NullMarked;
