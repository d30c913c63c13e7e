package org.chaosspring.observe;

import java.util.List;

/**
 * How many messages wait somewhere.
 *
 * @param tags where, as the values of the tags of the meter, in their order
 * @param messages how many
 */
public record Backlog(List<String> tags, long messages) {

	/**
	 * Create a backlog.
	 */
	public Backlog {
		tags = List.copyOf(tags);
	}

}
