/**
 * What is simulated, as immutable records and as YAML.
 *
 * <p>Start reading at {@link dev.ferrule.sim.scenario.Scenario}; {@code ScenarioReader} turns text
 * into it and reports everything that is wrong at once, with line, column and path. Nothing runs
 * here.
 */
@NullMarked
package dev.ferrule.sim.scenario;

import org.jspecify.annotations.NullMarked;
