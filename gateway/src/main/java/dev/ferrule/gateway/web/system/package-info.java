/**
 * What is told of the gateway itself over REST: the resource behind the dashboard's page System.
 * Knows figures, and nothing of what they are taken from. On the loop of its endpoint; the machine
 * is looked at on a thread of its own. Start reading at {@code SystemApi}.
 */
@NullMarked
package dev.ferrule.gateway.web.system;

import org.jspecify.annotations.NullMarked;
