package org.chaosspring.demo;

import java.math.BigDecimal;

/**
 * An order as it travels through Kafka.
 *
 * @param id what makes the order unique
 * @param customer who ordered
 * @param number the how manyth order of this customer it is
 * @param amount what the customer pays
 * @param kilograms what the goods weigh
 */
record Order(String id, String customer, long number, BigDecimal amount, BigDecimal kilograms) {
}
