package org.chaosspring.engine;

/**
 * Damages bytes.
 */
@FunctionalInterface
public interface Damage {

	/**
	 * Return a damaged copy. The same damage done twice to the same bytes gives the same
	 * result.
	 * @param bytes the bytes, which are left as they are
	 * @return the damaged copy; differs from {@code bytes} unless these are empty
	 */
	byte[] apply(byte[] bytes);

}
