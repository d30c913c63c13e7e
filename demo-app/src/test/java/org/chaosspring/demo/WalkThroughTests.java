package org.chaosspring.demo;

/**
 * Walks through the demo on brokers inside the process.
 */
class WalkThroughTests extends WalkThrough {

}
