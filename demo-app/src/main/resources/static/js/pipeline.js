/**
 * Shows the pipeline: what each station has counted, and orders on their way between them.
 */
const MOST_DOTS = 12;

const TRAVEL = 1100;

const GROUPS_OF_LEGS = {
	orders: ['orders', 'kafka', 'kafkaTemplate', 'fulfillment'],
	shipments: ['shipments', 'rabbit', 'rabbitTemplate', 'shipping']
};

/** What flows through each pipe. */
const FLOWS = {
	'taken': ({ ledger }) => ledger.orders.sent,
	'charged': ({ ledger }) => ledger.orders.processed,
	'handed-on': ({ ledger }) => ledger.shipments.sent,
	'shipped': ({ ledger }) => ledger.shipments.processed,
	'declined': ({ ledger }) => ledger.orders.deadLettered,
	'refused': ({ ledger }) => ledger.shipments.deadLettered
};

const picture = document.getElementById('pipeline');

const calm = matchMedia('(prefers-reduced-motion: reduce)');

const number = new Intl.NumberFormat('en');

export class Pipeline {

	#history;

	#faults = { orders: 0, shipments: 0 };

	constructor(history) {
		this.#history = history;
	}

	update({ ledger, state }) {
		for (const element of picture.querySelectorAll('[data-count]')) {
			const [leg, count] = element.dataset.count.split('.');
			element.textContent = number.format(ledger[leg][count]);
			element.parentElement.classList.toggle('none', ledger[leg][count] === 0);
		}
		for (const element of picture.querySelectorAll('[data-rate]')) {
			const [leg, count] = element.dataset.rate.split('.');
			element.textContent = `${this.#history.rate((sample) => sample.ledger[leg][count]).toFixed(0)}/s`;
		}
		if (!calm.matches && !document.hidden) {
			this.#move(state?.counts.groups ?? {});
		}
	}

	#move(groups) {
		for (const [name, value] of Object.entries(FLOWS)) {
			flow(name, 'dot', this.#history.growth(value));
		}
		flow('taken', 'dot fault', this.#newFaults('orders', groups));
		flow('handed-on', 'dot fault', this.#newFaults('shipments', groups));
	}

	#newFaults(leg, groups) {
		const faults = GROUPS_OF_LEGS[leg].reduce((sum, group) => sum + (groups[group] ?? 0), 0);
		const growth = this.#faults[leg] ? faults - this.#faults[leg] : 0;
		this.#faults[leg] = faults;
		return growth;
	}

}

/** Send as many dots through a pipe as messages passed since the last time, spread over a second. */
function flow(name, look, messages) {
	const pipe = picture.querySelector(`[data-pipe="${name}"]`);
	const dots = Math.min(messages, MOST_DOTS);
	for (let dot = 0; dot < dots; dot++) {
		send(pipe, look, (dot + Math.random()) * 1000 / dots);
	}
}

function send(pipe, look, delay) {
	const { clientWidth: width, clientHeight: height } = pipe;
	const dot = document.createElement('i');
	dot.className = look;
	pipe.append(dot);
	const [x, y] = width > height ? [width, 0] : [0, height];
	dot.animate(look.includes('fault') ? fall(x, y) : pass(x, y), { duration: TRAVEL, delay, fill: 'backwards' })
		.finished.finally(() => dot.remove());
}

function pass(x, y) {
	return [
		{ transform: 'translate(0, 0)', opacity: 0 },
		{ opacity: 1, offset: 0.15 },
		{ opacity: 1, offset: 0.85 },
		{ transform: `translate(${x}px, ${y}px)`, opacity: 0 }
	];
}

/** A message that chaos hit leaves the pipe halfway. */
function fall(x, y) {
	const aside = x > y ? [x * 0.6, 34] : [34, y * 0.6];
	return [
		{ transform: 'translate(0, 0)', opacity: 0 },
		{ transform: `translate(${x * 0.45}px, ${y * 0.45}px)`, opacity: 1, offset: 0.5, easing: 'ease-in' },
		{ transform: `translate(${aside[0]}px, ${aside[1]}px) scale(0.4)`, opacity: 0 }
	];
}
