/**
 * Wires the library into a Spring Boot application.
 */
@NullMarked
package org.chaosspring.autoconfigure;

import org.jspecify.annotations.NullMarked;
