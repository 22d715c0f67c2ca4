/**
 * What monitoring systems read: figures of devices, commands, clients, history and the process in
 * Prometheus' text form, kept by Micrometer. Whoever owns a figure counts it on its own loop; a
 * scrape reads it from another. Names are base units, labels are bounded: devices and words, never
 * users or addresses. {@code SystemFigures} are for people who look at one gateway: these name
 * clients, and are no metrics. Start reading at {@link dev.ferrule.gateway.metrics.Metrics}.
 */
@NullMarked
package dev.ferrule.gateway.metrics;

import org.jspecify.annotations.NullMarked;
