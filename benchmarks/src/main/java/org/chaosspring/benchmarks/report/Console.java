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
	 * @param line the line
	 */
	public static void print(String line) {
		OUT.println(line);
	}

}
