/**
 * Asks for a user and a password, and keeps them until the tab is closed.
 */
const KEY = 'chaos-credentials';

const dialog = document.getElementById('sign-in');

const button = document.getElementById('user-button');

let asking = null;

button.addEventListener('click', () => user() ? signOut() : signIn());

document.getElementById('cancel').addEventListener('click', () => dialog.close('cancel'));

label();

export function credentials() {
	const kept = sessionStorage.getItem(KEY);
	return kept ? { Authorization: `Basic ${kept}` } : {};
}

/** Who is signed in, if anybody is. */
export function user() {
	const kept = sessionStorage.getItem(KEY);
	return kept && new TextDecoder().decode(Uint8Array.from(atob(kept), (byte) => byte.charCodeAt(0))).split(':')[0];
}

/** Ask, and tell whether there was an answer. Whoever asks meanwhile gets the same one. */
export function signIn() {
	asking ??= ask().finally(() => {
		asking = null;
	});
	return asking;
}

export function signOut() {
	sessionStorage.removeItem(KEY);
	label();
}

function ask() {
	return new Promise((resolve) => {
		dialog.returnValue = 'cancel';
		dialog.addEventListener('close', () => resolve(keep()), { once: true });
		dialog.showModal();
	});
}

function keep() {
	const form = dialog.querySelector('form');
	const { user: name, password } = Object.fromEntries(new FormData(form));
	form.reset();
	if (dialog.returnValue !== 'sign-in') {
		return false;
	}
	const bytes = new TextEncoder().encode(`${name}:${password}`);
	sessionStorage.setItem(KEY, btoa(String.fromCharCode(...bytes)));
	label();
	return true;
}

function label() {
	button.textContent = user() ? `Sign out ${user()}` : 'Sign in';
}
