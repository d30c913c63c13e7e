/**
 * What an application adds to chaos, as the documentation shows it.
 */
@NullMarked
package org.chaosspring.docs.example;

import org.jspecify.annotations.NullMarked;
