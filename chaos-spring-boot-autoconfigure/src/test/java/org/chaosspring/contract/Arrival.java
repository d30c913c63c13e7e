package org.chaosspring.contract;

/**
 * A message as the listener got it.
 *
 * @param id the id that it was sent with
 * @param body its payload
 */
public record Arrival(String id, String body) {

}
