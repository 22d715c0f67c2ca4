package dev.ferrule.gateway.stream;

/**
 * How the gateway introduces itself in {@code hello}.
 *
 * @param gateway its name, from the configuration
 * @param build version of the program
 */
public record ServerName(String gateway, String build) {}
