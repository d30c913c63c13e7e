/**
 * Shows chaos to operators and lets them steer it, over HTTP and JMX.
 */
@NullMarked
package org.chaosspring.actuate;

import org.jspecify.annotations.NullMarked;
