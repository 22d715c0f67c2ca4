/**
 * What is simulated, as immutable records and as YAML.
 *
 * <p>Start reading at {@link dev.ferrule.sim.scenario.Scenario}; {@code ScenarioReader} turns text
 * into it and reports everything that is wrong at once. {@code signal} says how values move, {@code
 * yaml} knows where in the text a thing stands. Nothing runs here.
 */
@NullMarked
package dev.ferrule.sim.scenario;

import org.jspecify.annotations.NullMarked;
