/**
 * The switches. They show the state of the endpoint, and change it.
 */
import * as api from './api.js';

const KINDS = ['behaviors', 'conditions'];

/** What a condition is told that cannot do without. */
const NEEDED = { 'broker-failure': { broker: '0' } };

const PLACES = ['orders', 'shipments'];

const enabled = document.getElementById('enabled');

const form = document.getElementById('switches');

const locked = document.getElementById('locked');

const rate = document.getElementById('rate');

const rateValue = document.getElementById('rate-value');

export class Switches {

	#changed;

	#failed;

	#pending = 0;

	#latest = Promise.resolve();

	/** `changed` gets the state after each change, `failed` the error of one that was refused. */
	constructor(changed, failed) {
		this.#changed = changed;
		this.#failed = failed;
		enabled.addEventListener('change', () => this.#apply(enabled.checked ? api.enable : api.disable));
		rate.addEventListener('input', () => showRate(rate.valueAsNumber / 100));
		rate.addEventListener('change', () => {
			const value = rate.valueAsNumber / 100;
			this.#apply(() => api.setRate(value));
		});
		document.getElementById('reset').addEventListener('click', () => this.#apply(api.reset));
		document.getElementById('acknowledge').addEventListener('click', () => this.#apply(api.acknowledge));
		form.addEventListener('submit', (event) => event.preventDefault());
	}

	/** Show the state, unless it is older than a change that is under way. Without one there is nothing to switch. */
	show(state) {
		form.hidden = !state;
		locked.hidden = Boolean(state);
		enabled.disabled = !state;
		if (this.#pending || !state) {
			return;
		}
		enabled.checked = state.enabled;
		if (!rate.matches(':active')) {
			rate.value = Math.round(state.failureRate * 100);
			showRate(state.failureRate);
		}
		for (const kind of KINDS) {
			const available = kind === 'behaviors' ? state.availableBehaviors : state.availableConditions;
			this.#list(kind, available ?? [], Object.keys(state[kind]), (name) => describe(state[kind][name]));
		}
		const groups = new Set([...PLACES, ...Object.keys(state.groups), ...state.targetGroups]);
		this.#list('groups', [...groups], state.targetGroups, () => '');
	}

	#list(kind, names, chosen, description) {
		const place = document.getElementById(kind);
		for (const name of names) {
			const input = document.getElementById(`${kind}-${name}`) ?? this.#add(place, kind, name);
			input.checked = chosen.includes(name);
			input.closest('label').querySelector('small').textContent = input.checked ? description(name) : '';
		}
	}

	#add(place, kind, name) {
		const input = Object.assign(document.createElement('input'), { type: 'checkbox', id: `${kind}-${name}` });
		input.setAttribute('role', 'switch');
		input.addEventListener('change', () => {
			const on = input.checked;
			this.#apply(() => api.set(kind, name, on, NEEDED[name]));
		});
		const text = document.createElement('span');
		text.append(name, document.createElement('small'));
		const label = Object.assign(document.createElement('label'), { className: 'switch' });
		label.append(input, text);
		place.append(label);
		return input;
	}

	/** Make one change after the other, in the order in which the switches were used. */
	#apply(change) {
		this.#pending++;
		this.#latest = this.#latest.then(change).catch((error) => {
			this.#failed(error);
			return null;
		}).then((state) => {
			this.#pending--;
			if (state) {
				this.show(state);
			}
			this.#changed(state);
		});
	}

}

function showRate(value) {
	rateValue.textContent = `${(value * 100).toLocaleString('en', { maximumFractionDigits: 1 })} %`;
}

/** The parameters of an entry in a few words. */
function describe(parameters) {
	return Object.entries(parameters)
		.filter(([, value]) => value !== false && value !== null && !(Array.isArray(value) && value.length === 0))
		.map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${value}`)
		.join(', ');
}
