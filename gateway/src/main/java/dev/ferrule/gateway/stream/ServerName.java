package dev.ferrule.gateway.stream;

/**
 * How the gateway introduces itself in {@code hello}.
 *
 * @param gateway its name, from the configuration
 * @param build version of the program
 * @param stream names the sequence that positions count (PROTOCOL.md B4): another one with each run
 */
public record ServerName(String gateway, String build, String stream) {}
