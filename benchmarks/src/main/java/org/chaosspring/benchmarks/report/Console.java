package org.chaosspring.benchmarks.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Tells whoever started the measurements how far they are.
 */
public final class Console {

	/**
	 * Opened anew, as some of what is measured replaces {@link System#out}.
	 */
	private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
			StandardCharsets.UTF_8);

	private Console() {
	}

	/**
	 * Print a line.
	 * @param format the format
	 * @param arguments the arguments
	 */
	public static void print(String format, Object... arguments) {
		OUT.println(format.formatted(arguments));
	}

}
