/**
 * Talks to the application: the ledger to read, and the endpoint of chaos to read and to change.
 */
import { credentials, forget, signIn } from './sign-in.js';

const ENDPOINT = '/actuator/chaos';

/** A change was refused; the message is what the endpoint answered. */
export class Refusal extends Error {}

export const ledger = () => read('/api/ledger');

export const state = () => read(ENDPOINT);

export const change = (body) => write('POST', '', body);

export const enable = () => write('POST', '/enable');

export const disable = () => write('POST', '/disable');

export const reset = () => write('DELETE', '');

/** Set or remove one entry of a kind: `behaviors`, `conditions` or `groups`. */
export function set(kind, name, on, body) {
	return write(on ? 'POST' : 'DELETE', `/${kind}/${encodeURIComponent(name)}`, on ? body : undefined);
}

export const setRate = (failureRate) => write('POST', '/rate', { failureRate });

let askedToRead = false;

async function read(path) {
	let response = await send('GET', path);
	if (response.status === 401 && !askedToRead) {
		askedToRead = true;
		response = await signIn() ? await send('GET', path) : response;
	}
	return answer(response);
}

async function write(method, path, body) {
	let response = await send(method, ENDPOINT + path, body);
	while (response.status === 401 && await signIn()) {
		response = await send(method, ENDPOINT + path, body);
	}
	return answer(response);
}

async function answer(response) {
	if (!response.ok) {
		throw new Refusal(await explanation(response));
	}
	return response.json();
}

async function send(method, path, body) {
	const headers = { Accept: 'application/json', ...credentials() };
	if (body !== undefined) {
		headers['Content-Type'] = 'application/json';
	}
	// Without this the browser asks for a password in a window of its own.
	const response = await fetch(path, { method, headers, body: JSON.stringify(body), credentials: 'omit' });
	if (response.status === 401) {
		forget();
	}
	return response;
}

async function explanation(response) {
	const answer = await response.json().catch(() => ({}));
	if (response.status === 401) {
		return 'Not signed in.';
	}
	if (response.status === 403) {
		forget();
		return 'This user may not do that.';
	}
	return [answer.field, answer.error ?? `status ${response.status}`].filter(Boolean).join(': ');
}
