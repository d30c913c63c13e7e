package org.chaosspring.demo;

import java.math.BigDecimal;

/**
 * An order as it travels through Kafka.
 *
 * @param id what makes the order unique
 * @param customer who ordered
 * @param amount what the customer pays
 */
record Order(String id, String customer, BigDecimal amount) {
}
