package org.chaosspring.fidelity;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends, and tells how whoever sent learned what became of it.
 */
public final class SendWatch {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final TimeOuts timeOuts;

	/**
	 * Create a watch.
	 * @param timeOuts tell the times
	 */
	public SendWatch(TimeOuts timeOuts) {
		this.timeOuts = timeOuts;
	}

	/**
	 * Send one message, and see how the call and its future end.
	 * @param <T> what the future holds
	 * @param send sends a message
	 * @param result tells what the future holds
	 * @return what was seen
	 */
	public <T> String watch(Supplier<? extends CompletableFuture<T>> send, Function<? super T, String> result) {
		long start = System.nanoTime();
		CompletableFuture<T> future;
		try {
			future = send.get();
		}
		catch (RuntimeException ex) {
			return "The call throws " + elapsed(start) + ": " + Causes.of(ex);
		}
		String call = "The call returns " + elapsed(start);
		Thread caller = Thread.currentThread();
		CompletableFuture<String> end = future.handle((value, thrown) -> {
			String outcome = (thrown != null) ? "fails " : "completes ";
			String what = (thrown != null) ? Causes.of(thrown) : result.apply(value);
			return "; its future " + outcome + elapsed(start) + " on " + kind(Thread.currentThread(), caller) + ": "
					+ what;
		});
		return call + await(end);
	}

	private static String await(CompletableFuture<String> end) {
		try {
			return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			return "; its future never ends";
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String elapsed(long start) {
		return this.timeOuts.tell(Duration.ofNanos(System.nanoTime() - start));
	}

	/**
	 * Tell a thread by the part of its name that it shares with its like.
	 */
	private static String kind(Thread thread, Thread caller) {
		return thread.equals(caller) ? "the caller's thread"
				: "a thread `" + thread.getName().replaceFirst("[\\s|#-]*(\\||\\d).*$", "") + "`";
	}

}
