/**
 * Holds the documentation to the code.
 */
@NullMarked
package org.chaosspring.docs;

import org.jspecify.annotations.NullMarked;
