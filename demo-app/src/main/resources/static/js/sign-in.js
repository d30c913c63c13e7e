/**
 * Asks for a user and a password when a change needs them, and keeps them until the tab is closed.
 */
const KEY = 'chaos-credentials';

const dialog = document.getElementById('sign-in');

document.getElementById('cancel').addEventListener('click', () => dialog.close('cancel'));

let asking = null;

export function credentials() {
	const kept = sessionStorage.getItem(KEY);
	return kept ? { Authorization: kept } : {};
}

export function forget() {
	sessionStorage.removeItem(KEY);
}

/** Ask, and tell whether there was an answer. Whoever asks meanwhile gets the same one. */
export function signIn() {
	asking ??= ask().finally(() => {
		asking = null;
	});
	return asking;
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
	const { user, password } = Object.fromEntries(new FormData(form));
	form.reset();
	if (dialog.returnValue !== 'sign-in') {
		return false;
	}
	const bytes = new TextEncoder().encode(`${user}:${password}`);
	sessionStorage.setItem(KEY, `Basic ${btoa(String.fromCharCode(...bytes))}`);
	return true;
}
