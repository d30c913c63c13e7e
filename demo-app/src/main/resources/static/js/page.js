/**
 * The live page of the demo: asks the application once a second, and hands the answers to the parts of the page.
 */
import * as api from './api.js';
import * as balance from './balance.js';
import { Chart } from './chart.js';
import { History } from './history.js';
import { Pipeline } from './pipeline.js';
import { Switches } from './switches.js';

const INTERVAL = 1000;

const status = document.getElementById('state');

const problem = document.getElementById('problem');

const halt = document.getElementById('halt');

const haltReason = document.getElementById('halt-reason');

const history = new History();

const chart = new Chart(history);

const pipeline = new Pipeline(history);

const switches = new Switches(changed, ({ message }) => complain(message));

async function tick() {
	try {
		const [ledger, state] = await Promise.all([api.ledger(), api.state()]);
		const moment = { ledger, state };
		history.add(moment);
		chart.update();
		pipeline.update(moment);
		balance.show(moment);
		switches.show(state);
		announce(state);
		if (problem.dataset.cause === 'connection') {
			complain('');
		}
	}
	catch (error) {
		if (error instanceof api.Refusal) {
			complain(error.message);
		}
		else {
			complain(`The application does not answer: ${error.message}`, 'connection');
		}
	}
	setTimeout(tick, INTERVAL);
}

async function changed(state) {
	if (state) {
		complain('');
		announce(state);
	}
	else {
		switches.show(await api.state());
	}
}

/** Say it once: whoever listens to the page is told of changes only. */
function announce(state) {
	document.body.classList.toggle('on', Boolean(state?.enabled));
	say(state ? inWords(state) : 'Sign in to steer it');
	showHalt(state?.lastHalt);
}

/** Say why chaos stopped by itself, until somebody takes note of it. */
function showHalt(lastHalt) {
	halt.hidden = !isOpen(lastHalt);
	if (isOpen(lastHalt)) {
		haltReason.textContent = `Chaos stopped by itself: ${lastHalt.reason}.`;
	}
}

const isOpen = (lastHalt) => Boolean(lastHalt && !lastHalt.acknowledged);

function inWords({ enabled, behaviors, conditions, lastHalt }) {
	if (!enabled) {
		return isOpen(lastHalt) ? 'Halted' : 'Off';
	}
	const chosen = [...Object.keys(behaviors), ...Object.keys(conditions)];
	return `On: ${chosen.join(', ') || 'choose a behavior or a condition'}`;
}

function say(text) {
	if (status.textContent !== text) {
		status.textContent = text;
	}
}

function complain(text, cause = 'change') {
	problem.hidden = !text;
	problem.textContent = text;
	problem.dataset.cause = cause;
}

tick();
