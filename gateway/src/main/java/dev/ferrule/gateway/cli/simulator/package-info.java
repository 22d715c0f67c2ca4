/**
 * The simulator as a process of its own, where its boards hang, and the configuration that fits
 * them.
 *
 * <p>No class of the simulator is known here: it is started by name, with a command line, and
 * answers in lines of JSON. Start reading at {@link
 * dev.ferrule.gateway.cli.simulator.SimulatorProcess}.
 */
@NullMarked
package dev.ferrule.gateway.cli.simulator;

import org.jspecify.annotations.NullMarked;
