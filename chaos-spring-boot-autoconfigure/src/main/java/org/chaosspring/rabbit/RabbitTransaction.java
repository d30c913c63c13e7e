package org.chaosspring.rabbit;

import java.io.IOException;
import java.net.SocketException;

import org.chaosspring.engine.HeldMessages;
import org.chaosspring.engine.Injector;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a channel, one after the other: what is held back leaves before the
 * commit, and is dropped with a rollback.
 */
final class RabbitTransaction {

	private final Injector chaos;

	private volatile @Nullable HeldMessages<RabbitSend> held;

	private volatile @Nullable Exception failure;

	private volatile boolean commitOkLost;

	RabbitTransaction(Injector chaos) {
		this.chaos = chaos;
	}

	/**
	 * Return what is held back in the transaction.
	 */
	HeldMessages<RabbitSend> held() {
		HeldMessages<RabbitSend> known = this.held;
		if (known == null) {
			known = this.chaos.hold(RabbitSend::point, RabbitSend::release, RabbitSend::size);
			this.held = known;
		}
		return known;
	}

	/**
	 * Take note that a message could not be sent. The transaction fails with it.
	 */
	void fail(Exception cause) {
		this.failure = cause;
	}

	/**
	 * Have everything leave before the commit.
	 * @throws IOException if a message could not be sent
	 */
	void beforeCommit() throws IOException {
		HeldMessages<RabbitSend> known = this.held;
		if (known != null) {
			known.releaseAll();
		}
		Exception cause = this.failure;
		this.failure = null;
		if (cause != null) {
			throw new IOException("A message of the transaction could not be sent", cause);
		}
	}

	/**
	 * Have the commit-ok of the next commit get lost.
	 */
	void loseCommitOk() {
		this.commitOkLost = true;
	}

	/**
	 * Look whether the commit-ok arrived.
	 * @throws IOException if it got lost
	 */
	void afterCommit() throws IOException {
		if (this.commitOkLost) {
			this.commitOkLost = false;
			throw new SocketException("Connection reset");
		}
	}

	/**
	 * Drop everything before the rollback.
	 */
	void beforeRollback() {
		HeldMessages<RabbitSend> known = this.held;
		if (known != null) {
			known.withdrawAll().forEach(RabbitSend::leave);
		}
		this.failure = null;
		this.commitOkLost = false;
	}

	void close() {
		beforeRollback();
		HeldMessages<RabbitSend> known = this.held;
		if (known != null) {
			known.close();
			this.held = null;
		}
	}

}
