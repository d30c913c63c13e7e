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

const LEGS = ['orders', 'shipments'];

const body = document.getElementById('balance');

const verdict = document.getElementById('verdict');

const number = new Intl.NumberFormat('en');

export function show({ ledger, state }) {
	const injected = ({ by }) => by.reduce((sum, name) => sum + (state.counts.injected[name] ?? 0), 0);
	FAULTS.forEach((fault, index) => {
		const row = body.rows[index] ?? add(fault);
		const counts = [fault.by.length ? injected(fault) : null, ...LEGS.map((leg) => ledger[leg][fault.seen])];
		counts.forEach((count, column) => write(row.cells[column + 1], count));
	});
	const [lost] = FAULTS;
	judge(ledger.orders.missing + ledger.shipments.missing, injected(lost), inFlight(ledger));
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

function judge(missing, taken, underway) {
	const lost = Math.max(0, missing - taken);
	verdict.dataset.lost = lost;
	verdict.classList.toggle('bad', lost > 0);
	if (lost > 0) {
		verdict.textContent = `${number.format(lost)} orders are missing that chaos did not take: the application lost them.`;
	}
	else if (taken === 0) {
		verdict.textContent = 'Nothing was taken, and nothing is missing.';
	}
	else if (missing === taken) {
		verdict.textContent = `Chaos took ${number.format(taken)} messages, and as many orders are missing: the application lost none.`;
	}
	else {
		verdict.textContent = `Chaos took ${number.format(taken)} messages; ${number.format(missing)} orders are missing so far`
			+ (underway ? `, ${number.format(underway)} are in flight.` : '.');
	}
}
