package org.chaosspring.engine;

import java.util.ArrayList;
import java.util.Arrays;
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
		int[] order = new int[elements.size()];
		Arrays.setAll(order, (place) -> place);
		do {
			for (int i = order.length - 1; i > 0; i--) {
				int other = random.nextInt(i + 1);
				int moved = order[i];
				order[i] = order[other];
				order[other] = moved;
			}
		}
		while (order.length > 1 && isOriginal(order));
		List<T> reordered = new ArrayList<>(order.length);
		for (int place : order) {
			reordered.add(elements.get(place));
		}
		return reordered;
	}

	private static boolean isOriginal(int[] order) {
		for (int i = 0; i < order.length; i++) {
			if (order[i] != i) {
				return false;
			}
		}
		return true;
	}

}
