/**
 * Remembers what was counted at which moment, as far back as the chart shows, and tells the rates in between.
 */
const SECONDS = 60;

/** Over how many samples a rate is taken, so that it does not flicker. */
const SPAN = 3;

export class History {

	#samples = [];

	/** Add what the ledger and the endpoint said at one moment; the endpoint may have been silent. */
	add({ ledger, state }) {
		const time = Date.now() / 1000;
		this.#samples.push({ time, ledger, faults: state?.counts.total ?? 0 });
		while (this.#samples[0].time < time - SECONDS - SPAN) {
			this.#samples.shift();
		}
	}

	/** Columns as the chart wants them: the moments, then the rates of each series. */
	columns(series) {
		const pairs = this.#samples.slice(SPAN).map((sample, index) => [this.#samples[index], sample]);
		return [pairs.map(([, sample]) => sample.time), ...series.map((value) => pairs.map((pair) => rate(pair, value)))];
	}

	/** The rate of one count now. */
	rate(value) {
		const recent = this.#samples.slice(-SPAN - 1);
		return recent.length > 1 ? rate([recent[0], recent.at(-1)], value) : 0;
	}

	/** How much a count grew with the last sample. */
	growth(value) {
		const [before, now] = this.#samples.slice(-2);
		return now ? Math.max(0, value(now) - value(before)) : 0;
	}

	get window() {
		const now = this.#samples.at(-1)?.time ?? Date.now() / 1000;
		return [now - SECONDS, now];
	}

}

function rate([before, now], value) {
	return Math.max(0, (value(now) - value(before)) / (now.time - before.time));
}
