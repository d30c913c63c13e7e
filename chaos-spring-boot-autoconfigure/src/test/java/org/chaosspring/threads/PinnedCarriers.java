package org.chaosspring.threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records which virtual threads waited without letting go of their carriers, however
 * short, on a JDK from 21.
 */
final class PinnedCarriers implements AutoCloseable {

	private static final String EVENT = "jdk.VirtualThreadPinned";

	private static final String OURS = "org.chaosspring.";

	private static final String NOBODY = "";

	private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");

	private final Recording recording = new Recording();

	/**
	 * Begin to record.
	 */
	PinnedCarriers() {
		this.recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
		this.recording.start();
	}

	/**
	 * Stop, and return where our own code waited: the first frame beyond the JDK is of
	 * this project.
	 * @return the frames, one for each time
	 */
	List<String> stop() {
		this.recording.stop();
		try {
			Path file = Files.createTempFile("pinned", ".jfr");
			try {
				this.recording.dump(file);
				return RecordingFile.readAllEvents(file)
					.stream()
					.filter((event) -> event.getEventType().getName().equals(EVENT))
					.filter((event) -> !isForAClass(event))
					.map(PinnedCarriers::waiting)
					.filter((frame) -> frame.startsWith(OURS))
					.toList();
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return whether a thread only waits for a class to be loaded or initialized, which
	 * happens once. From JDK 24 on, threads that wait for a monitor keep their carriers
	 * for nothing else.
	 */
	private static boolean isForAClass(RecordedEvent event) {
		return event.hasField("blockingOperation")
				&& ("Contended monitor enter".equals(event.getString("blockingOperation"))
						|| event.getString("pinnedReason").startsWith("Waited for initialization of"));
	}

	private static String waiting(RecordedEvent event) {
		RecordedStackTrace stack = event.getStackTrace();
		return (stack != null) ? stack.getFrames()
			.stream()
			.map(PinnedCarriers::name)
			.filter((name) -> JDK.stream().noneMatch(name::startsWith))
			.findFirst()
			.orElse(NOBODY) : NOBODY;
	}

	private static String name(RecordedFrame frame) {
		return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
	}

	@Override
	public void close() {
		this.recording.close();
	}

}
