package org.chaosspring.engine;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A plan, and since when it is in force.
 *
 * @param version 1 for the plan that the application started with, and one more with each
 * change
 * @param plan the plan
 * @param since when chaos was switched on; {@code null} while it is off
 */
public record PlanInForce(long version, ChaosPlan plan, @Nullable Instant since) {

}
