package dev.ferrule.gateway.device.text;

/**
 * What came over a text line since the gateway started.
 *
 * @param lines lines with at least one pair of a declared channel
 * @param otherLines lines without any
 * @param overlong lines dropped because they were longer than 512 bytes
 * @param unknownFields pairs whose field no channel declares
 * @param notNumbers values that were not numbers
 */
public record TextStatistics(
    long lines, long otherLines, long overlong, long unknownFields, long notNumbers) {}
