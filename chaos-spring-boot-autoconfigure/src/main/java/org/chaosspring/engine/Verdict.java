package org.chaosspring.engine;

/**
 * What becomes of a message that is hit.
 *
 * @param name the name of the behavior or condition that hits it
 * @param group the group by which the message is meant
 * @param effect what is done to it
 */
record Verdict(String name, String group, Effect effect) {

}
