package org.chaosspring.benchmarks.micro;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.chaosspring.benchmarks.report.Bound;
import org.chaosspring.benchmarks.report.Figure;
import org.chaosspring.benchmarks.report.Figures;
import org.chaosspring.benchmarks.report.Spread;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of JMH and compares their results.
 */
public final class MicroRun {

	private static final List<Class<?>> SEAMS = List.of(MessageCost.class, KafkaListeningCost.class,
			RabbitSendingCost.class, RabbitListeningCost.class);

	private static final int PAIRS_IN_FULL = 7;

	private final Figures figures;

	private final boolean full;

	private final Map<String, Measured> measured = new HashMap<>();

	private MicroRun(Figures figures, boolean full) {
		this.figures = figures;
		this.full = full;
	}

	/**
	 * Run the benchmarks.
	 * @param args the file for the figures, and {@code short} or {@code full}
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		new MicroRun(new Figures(Path.of(args[0])), args[1].equals("full")).run();
	}

	private void run() throws RunnerException {
		this.measured.putAll(run(options("Cost\\.", 1, this.full ? 3 : 1)));
		SEAMS.forEach(this::write);
		for (String groups : List.of("100", "10000")) {
			double one = nanos("TargetGroupCost.lookUp:1");
			this.figures.add(new Figure("Target groups", groups + " over 1", "",
					of("TargetGroupCost.lookUp:" + groups).nanos(one), Bound.atMost(1.2)));
		}
		compareThreads();
	}

	/**
	 * Compare two threads with one in pairs of runs that follow each other: a run differs
	 * from the next by more than what threads cost each other. In each round all seams
	 * have their turn, and a bare call, which shows what the machine has for a second
	 * thread. All of them wait for the compiler: what it makes of the same code otherwise
	 * depends on how many threads run while it does.
	 */
	private void compareThreads() throws RunnerException {
		List<Scaling> scalings = new ArrayList<>();
		SEAMS.forEach((seam) -> scalings.add(new Scaling(seam.getSimpleName(), "onWithoutHit", Bound.atLeast(1.8))));
		scalings.add(new Scaling(SEAMS.get(0).getSimpleName(), "bare", null));
		for (int round = 0; round < (this.full ? PAIRS_IN_FULL : 1); round++) {
			for (Scaling scaling : scalings) {
				double one = nanosOf(scaling.benchmark(), 1);
				double two = nanosOf(scaling.benchmark(), 2);
				scaling.ratios.add(2 * one / two);
			}
		}
		scalings.forEach((scaling) -> this.figures.add(scaling.figure()));
	}

	private double nanosOf(String benchmark, int threads) throws RunnerException {
		ChainedOptionsBuilder options = options(benchmark, threads, 1).jvmArgsAppend("-Xbatch");
		return Objects.requireNonNull(run(options).get(benchmark)).nanos(1).value();
	}

	private ChainedOptionsBuilder options(String benchmarks, int threads, int forks) {
		int millis = this.full ? 500 : 300;
		return new OptionsBuilder().include(benchmarks)
			.threads(threads)
			.shouldFailOnError(true)
			.addProfiler(GCProfiler.class)
			.forks(forks)
			.warmupIterations(this.full ? 3 : 2)
			.warmupTime(TimeValue.milliseconds(millis))
			.measurementIterations(this.full ? 5 : 3)
			.measurementTime(TimeValue.milliseconds(millis));
	}

	private static Map<String, Measured> run(ChainedOptionsBuilder options) throws RunnerException {
		Collection<RunResult> results = new Runner(options.build()).run();
		return results.stream()
			.collect(Collectors.toMap(MicroRun::name, (result) -> new Measured(result.getPrimaryResult(),
					result.getSecondaryResults().get("gc.alloc.rate.norm"))));
	}

	private static String name(RunResult result) {
		String name = result.getParams().getBenchmark();
		String groups = result.getParams().getParam("groups");
		String method = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
		return (groups != null) ? method + ":" + groups : method;
	}

	private void write(Class<?> seam) {
		String part = seam.getSimpleName();
		for (String method : List.of("bare", "off", "onWithoutHit", "seedPort", "noopAdvice")) {
			Measured one = of(part + "." + method);
			this.figures.add(new Figure(part, method, "ns", one.nanos(1), null));
			this.figures.add(part, method + ", allocated", "B", one.bytes(), null);
		}
		for (String method : List.of("off", "onWithoutHit")) {
			this.figures.add(part, method + ", allocated beyond bare", "B",
					Math.max(0, of(part + "." + method).bytes() - of(part + ".bare").bytes()), Bound.atMost(0));
		}
		double bare = nanos(part + ".bare");
		this.figures.add(part, "off beyond bare", "ns", nanos(part + ".off") - bare, Bound.atMost(1));
		this.figures.add(part, "onWithoutHit beyond bare", "ns", nanos(part + ".onWithoutHit") - bare,
				Bound.atMost(10));
	}

	private double nanos(String name) {
		return of(name).nanos(1).value();
	}

	private Measured of(String name) {
		return Objects.requireNonNull(this.measured.get(name), name);
	}

	/**
	 * How much more often two threads do something than one.
	 *
	 * @param part the class of the benchmark
	 * @param method its method
	 * @param bound what is expected of it, if anything is
	 * @param ratios what was seen, round by round
	 */
	private record Scaling(String part, String method, @Nullable Bound bound, List<Double> ratios) {

		Scaling(String part, String method, @Nullable Bound bound) {
			this(part, method, bound, new ArrayList<>());
		}

		String benchmark() {
			return this.part + "." + this.method;
		}

		Figure figure() {
			return new Figure(this.part, "throughput of " + this.method + ", two threads over one", "",
					Spread.ofMedian(this.ratios), this.bound);
		}

	}

	/**
	 * What was measured of one benchmark.
	 *
	 * @param time how long an operation took
	 * @param allocated how many bytes it allocated
	 */
	private record Measured(Result<?> time, @Nullable Result<?> allocated) {

		Spread nanos(double unit) {
			return new Spread(this.time.getScore() / unit, this.time.getStatistics().getMin() / unit,
					this.time.getStatistics().getMax() / unit);
		}

		/**
		 * Return the bytes up to their second decimal: behind it is what the profiler
		 * itself allocates.
		 */
		double bytes() {
			return (this.allocated != null) ? Math.round(this.allocated.getScore() * 100) / 100.0 : 0;
		}

	}

}
