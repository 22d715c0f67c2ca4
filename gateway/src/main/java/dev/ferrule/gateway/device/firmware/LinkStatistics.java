package dev.ferrule.gateway.device.firmware;

import dev.ferrule.protocol.link.LinkCounters;
import dev.ferrule.protocol.link.LinkMessage.Status;
import java.util.Optional;

/**
 * How well a board and the gateway understand each other, since the gateway started.
 *
 * @param received what the gateway's decoder met
 * @param resent reliable frames that the gateway sent again
 * @param sendDropped best-effort frames that the line had no room for
 * @param sessions sessions that came up
 * @param restarts restarts of the board that were noticed
 * @param board what the board counted since its boot; empty until it told
 */
public record LinkStatistics(
    LinkCounters received,
    long resent,
    long sendDropped,
    long sessions,
    long restarts,
    Optional<Status> board) {}
