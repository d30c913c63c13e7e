package org.chaosspring.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Puts things into another order.
 */
public final class Shuffle {

	private Shuffle() {
	}

	/**
	 * Return the elements in an order drawn uniformly among all those that differ from
	 * the given one. A single element stays where it is.
	 * @param <T> the elements
	 * @param elements the elements, which are left as they are
	 * @param random the source of chance
	 * @return the elements in another order
	 */
	public static <T> List<T> reorder(List<T> elements, RandomGenerator random) {
		List<Integer> order = new ArrayList<>();
		for (int i = 0; i < elements.size(); i++) {
			order.add(i);
		}
		List<Integer> original = List.copyOf(order);
		do {
			for (int i = order.size() - 1; i > 0; i--) {
				Collections.swap(order, i, random.nextInt(i + 1));
			}
		}
		while (order.size() > 1 && order.equals(original));
		return order.stream().map(elements::get).toList();
	}

}
