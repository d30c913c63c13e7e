package org.chaosspring.fidelity;

/**
 * A trouble that is made twice, once really and once by chaos, and looks the same both
 * times. Implemented by one enum for each broker, in the order of the page.
 */
public interface Comparison {

	/**
	 * Return the broker, which is the heading of the section.
	 * @return the name of the broker
	 */
	String broker();

	/**
	 * Return what the trouble is.
	 * @return a few words, different for each comparison
	 */
	String trouble();

	/**
	 * Return what is done to the broker.
	 * @return a few words
	 */
	String reality();

	/**
	 * Return what is imposed in its place.
	 * @return a few words
	 */
	String chaos();

}
