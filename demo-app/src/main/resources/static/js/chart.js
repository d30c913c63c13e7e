/**
 * Draws how many messages a second were taken, charged and shipped, and how many faults were injected.
 */
import uPlot from 'uplot';

const SERIES = [
	{ label: 'Taken', color: '--taken', value: ({ ledger }) => ledger.orders.sent, area: true },
	{ label: 'Charged', color: '--charged', value: ({ ledger }) => ledger.orders.processed },
	{ label: 'Shipped', color: '--shipped', value: ({ ledger }) => ledger.shipments.processed },
	{ label: 'Faults', color: '--chaos', value: ({ faults }) => faults, bars: true }
];

const HEIGHT = 240;

const place = document.getElementById('chart');

const summary = document.getElementById('chart-summary');

const dark = matchMedia('(prefers-color-scheme: dark)');

export class Chart {

	#history;

	#plot;

	constructor(history) {
		this.#history = history;
		this.#draw();
		new ResizeObserver(() => this.#plot.setSize(size())).observe(place);
		dark.addEventListener('change', () => this.#draw());
	}

	update() {
		this.#plot.setData(this.#columns(), false);
		const [min, max] = this.#history.window;
		this.#plot.setScale('x', { min, max });
		summary.textContent = SERIES
			.map(({ label, value }) => `${label}: ${this.#history.rate(value).toFixed(0)} a second`).join(', ');
	}

	#columns() {
		return this.#history.columns(SERIES.map(({ value }) => value));
	}

	/** Colors are drawn, not styled, so that another color scheme needs another plot. */
	#draw() {
		this.#plot?.destroy();
		this.#plot = new uPlot(options(), this.#columns(), place);
	}

}

function size() {
	return { width: place.clientWidth, height: HEIGHT };
}

function options() {
	const styles = getComputedStyle(document.documentElement);
	const color = (name) => styles.getPropertyValue(name).trim();
	const axis = { stroke: color('--muted'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
	return {
		...size(),
		cursor: { show: false },
		legend: { live: false },
		scales: { x: { auto: false }, y: { range: (plot, min, max) => [0, Math.max(10, max * 1.15)] } },
		axes: [{ ...axis, space: 80, values: [[1, '{H}:{mm}:{ss}', null, null, null, null, null, null, 1]], size: 32 }, { ...axis, size: 40 }],
		series: [{}, ...SERIES.map(({ label, color: name, area, bars }) => ({
			label,
			stroke: color(name),
			width: bars ? 0 : 2,
			fill: bars ? `${color(name)}c0` : area ? `${color(name)}1c` : undefined,
			paths: bars ? uPlot.paths.bars({ size: [0.7, 12] }) : uPlot.paths.spline(),
			points: { show: false }
		}))]
	};
}
