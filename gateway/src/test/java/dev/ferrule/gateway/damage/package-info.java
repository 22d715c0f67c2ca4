/**
 * Every driver behind a cable that damages what goes over it, and what came of it: values, losses
 * and commands beside what the boards really said and did. Start reading at {@link
 * dev.ferrule.gateway.damage.DamagedLines}.
 */
@NullMarked
package dev.ferrule.gateway.damage;

import org.jspecify.annotations.NullMarked;
