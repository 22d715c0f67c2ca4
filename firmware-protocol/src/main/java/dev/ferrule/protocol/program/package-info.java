/**
 * What the commands of the gateway and of the simulator have in common, which do not see each
 * other: {@link dev.ferrule.protocol.program.ExitCode what they end with}, {@link
 * dev.ferrule.protocol.program.FileTrouble words} for what the file system says and for {@link
 * dev.ferrule.protocol.program.UsageMistake mistakes} of a command line, and {@link
 * dev.ferrule.protocol.program.NewFile files} that they make. No wire format; any thread but for
 * files.
 */
@NullMarked
package dev.ferrule.protocol.program;

import org.jspecify.annotations.NullMarked;
