/**
 * Targets for the fuzzer Jazzer, and the corpus that it starts from. {@code mvn verify} runs each
 * target for {@code -Dfuzz.seconds}, 10 unless told; every test run takes the corpus once.
 */
@NullMarked
package dev.ferrule.protocol.fuzz;

import org.jspecify.annotations.NullMarked;
