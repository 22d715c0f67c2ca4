/**
 * What the commands of the gateway and of the simulator have in common, which do not see each
 * other: {@link dev.ferrule.protocol.program.ExitCode what they end with}, and {@link
 * dev.ferrule.protocol.program.FileTrouble words} for what the file system says and for {@link
 * dev.ferrule.protocol.program.UsageMistake mistakes} of a command line. No bytes, no output, no
 * state.
 */
@NullMarked
package dev.ferrule.protocol.program;

import org.jspecify.annotations.NullMarked;
