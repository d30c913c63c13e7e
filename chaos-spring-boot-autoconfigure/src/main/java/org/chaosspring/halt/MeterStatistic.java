package org.chaosspring.halt;

/**
 * What of a meter is compared with a bound.
 */
public enum MeterStatistic {

	/**
	 * What a gauge shows, or what a counter or timer counted.
	 */
	VALUE,

	/**
	 * The highest value that a timer or summary saw lately.
	 */
	MAX,

	/**
	 * The mean of all that a timer or summary saw.
	 */
	MEAN,

	/**
	 * By how much the value grew within the time of the bound.
	 */
	GROWTH

}
