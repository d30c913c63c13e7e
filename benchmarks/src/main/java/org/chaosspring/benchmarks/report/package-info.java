/**
 * Figures, their spread, and how they are shown.
 */
@NullMarked
package org.chaosspring.benchmarks.report;

import org.jspecify.annotations.NullMarked;
