/**
 * Sets what chaos injected against what the application saw.
 */
const FAULTS = [
	{ label: 'Lost', seen: 'missing', by: ['message-loss', 'degraded-network'] },
	{ label: 'Doubled', seen: 'duplicates', by: ['duplication', 'ack-loss', 'flood'] },
	{ label: 'Reordered', seen: 'outOfOrder', by: ['reordering'] },
	{ label: 'Dead-lettered', seen: 'deadLettered', by: ['corruption', 'error'] },
	{ label: 'Sends failed', seen: 'sendFailures', by: ['network-partition', 'broker-failure'] },
	{ label: 'Given up', seen: 'givenUp', by: [] },
	{ label: 'Late', seen: 'inFlight', by: ['network-delay', 'backpressure', 'service-restart'] }
];

/** May damage the very name of an order, so that it goes missing under it. */
const SPOILERS = ['corruption'];

const LEGS = ['orders', 'shipments'];

const body = document.getElementById('balance');

const verdict = document.getElementById('verdict');

const number = new Intl.NumberFormat('en');

export function show({ ledger, state }) {
	const injected = (names) => names.reduce((sum, name) => sum + (state.counts.injected[name] ?? 0), 0);
	FAULTS.forEach((fault, index) => {
		const row = body.rows[index] ?? add(fault);
		const injections = state && fault.by.length ? injected(fault.by) : null;
		const counts = [injections, ...LEGS.map((leg) => ledger[leg][fault.seen])];
		counts.forEach((count, column) => write(row.cells[column + 1], count));
	});
	const missing = ledger.orders.missing + ledger.shipments.missing;
	if (state) {
		judge(missing, injected(FAULTS[0].by), injected(SPOILERS), inFlight(ledger));
	}
	else {
		say(`${number.format(missing)} orders are missing. Sign in to see whether chaos took them.`, false);
	}
}

function add({ label, seen, by }) {
	const row = body.insertRow();
	row.dataset.fault = seen;
	const head = document.createElement('th');
	head.scope = 'row';
	head.textContent = label;
	if (by.length) {
		head.append(Object.assign(document.createElement('small'), { textContent: by.join(', ') }));
	}
	row.append(head);
	['injected', ...LEGS].forEach((name) => {
		row.insertCell().dataset.column = name;
	});
	return row;
}

function write(cell, count) {
	cell.textContent = count === null ? '–' : number.format(count);
	cell.classList.toggle('none', !count);
}

function inFlight(ledger) {
	return ledger.orders.inFlight + ledger.shipments.inFlight;
}

function judge(missing, taken, spoiled, underway) {
	const [m, t, s] = [missing, taken, spoiled].map(number.format);
	if (missing > taken + spoiled) {
		say(`${number.format(missing - taken - spoiled)} orders are missing that chaos did not take: the application lost them.`, true);
	}
	else if (missing > taken) {
		say(`Chaos took ${t} messages and spoiled ${s}, and ${m} orders are missing: the application lost no others.`, false);
	}
	else if (taken === 0) {
		say('Nothing was taken, and nothing is missing.', false);
	}
	else if (missing === taken) {
		say(`Chaos took ${t} messages, and as many orders are missing: the application lost none.`, false);
	}
	else {
		say(`Chaos took ${t} messages; ${m} orders are missing so far${underway ? `, ${number.format(underway)} are in flight` : ''}.`, false);
	}
}

function say(text, bad) {
	verdict.textContent = text;
	verdict.classList.toggle('bad', bad);
}
