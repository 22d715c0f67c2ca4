/**
 * YAML in which everything has its place, so that a problem can name line, column and path.
 *
 * <p>{@link dev.ferrule.sim.scenario.yaml.YamlTree} reads text into a {@link
 * dev.ferrule.sim.scenario.yaml.Node}, {@link dev.ferrule.sim.scenario.yaml.Fields} reads one
 * mapping of it and collects each {@link dev.ferrule.sim.scenario.yaml.Problem}. Knows no board.
 */
@NullMarked
package dev.ferrule.sim.scenario.yaml;

import org.jspecify.annotations.NullMarked;
