/**
 * Talks to the application: the ledger to read, and the endpoint of chaos to read and to change.
 */
import { credentials, signIn, signOut, user } from './sign-in.js';

const ENDPOINT = '/actuator/chaos';

let locked = false;

/** A change was refused; the message is what the endpoint answered. */
export class Refusal extends Error {}

export const ledger = () => read('/api/ledger');

/** The state of the endpoint, or nothing while nobody is signed in who may see it. */
export async function state() {
	if (locked && !user()) {
		return null;
	}
	const response = await send('GET', ENDPOINT);
	locked = response.status === 401;
	if (locked && user()) {
		signOut();
		throw new Refusal('User or password is wrong.');
	}
	return locked ? null : answer(response);
}

export const change = (body) => write('POST', '', body);

export const enable = () => write('POST', '/enable');

export const disable = () => write('POST', '/disable');

export const acknowledge = () => write('POST', '/acknowledge');

export const reset = () => write('DELETE', '');

/** Set or remove one entry of a kind: `behaviors`, `conditions` or `groups`. */
export function set(kind, name, on, body) {
	return write(on ? 'POST' : 'DELETE', `/${kind}/${encodeURIComponent(name)}`, on ? body : undefined);
}

export const setRate = (failureRate) => write('POST', '/rate', { failureRate });

async function read(path) {
	return answer(await send('GET', path));
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
	return fetch(path, { method, headers, body: JSON.stringify(body), credentials: 'omit' });
}

async function explanation(response) {
	const { field, error } = await response.json().catch(() => ({}));
	switch (response.status) {
		case 401: return 'Nobody is signed in.';
		case 403: return `${user()} may not do that. Sign out, and sign in as somebody who may.`;
		default: return [field, error ?? `status ${response.status}`].filter(Boolean).join(': ');
	}
}
