package org.chaosspring.engine;

/**
 * What a message carries that was hit and travels on. It is small, so that a message that
 * is held back can wait with its mark and be marked when it leaves.
 *
 * @param behavior the name of the behavior
 * @param fault the id of the fault as a number
 */
public record Mark(String behavior, long fault) {

	String faultId() {
		return Long.toHexString(this.fault);
	}

	/**
	 * Return the value of {@link EngineSettings#MARK_HEADER}.
	 */
	@Override
	public String toString() {
		return this.behavior + ";" + faultId();
	}

}
