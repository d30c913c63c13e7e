package org.chaosspring.safety;

import java.time.Instant;
import java.util.List;

import org.chaosspring.engine.Allowance;
import org.chaosspring.engine.ChaosEvent;
import org.chaosspring.engine.ChaosEvent.Halted;
import org.chaosspring.engine.ChaosEvent.PlanChanged;
import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ChaosRefusedException;
import org.chaosspring.engine.Guard;
import org.chaosspring.engine.Halt;
import org.jspecify.annotations.Nullable;

/**
 * Holds a middleware to the limits of plans, the caps of faults, and everything that can
 * stop it.
 */
public final class SafetyGuard implements Guard {

	private final PlanLimits limits;

	private final FaultCaps faultCaps;

	private final HoldCaps holdCaps;

	private final KillSwitch killSwitch;

	private final Halts halts;

	private final List<Gate> gates;

	/**
	 * Create a guard.
	 * @param limits what no plan may ask for
	 * @param faultCaps how many faults may happen
	 * @param holdCaps how much may be held back
	 * @param killSwitch stops everything
	 * @param halts watches the state of the application
	 * @param profiles keeps chaos out of certain profiles
	 */
	public SafetyGuard(PlanLimits limits, FaultCaps faultCaps, HoldCaps holdCaps, KillSwitch killSwitch, Halts halts,
			ProfileGate profiles) {
		this.limits = limits;
		this.faultCaps = faultCaps;
		this.holdCaps = holdCaps;
		this.killSwitch = killSwitch;
		this.halts = halts;
		this.gates = List.of(killSwitch, profiles, halts);
	}

	@Override
	public ChaosPlan admit(ChaosPlan from, ChaosPlan to, Instant now) {
		ChaosPlan admitted = this.limits.admit(from, to, now);
		if (admitted.enabled()) {
			this.gates.forEach(SafetyGuard::requireOpen);
		}
		return admitted;
	}

	private static void requireOpen(Gate gate) {
		String closed = gate.closed();
		if (closed != null) {
			throw new ChaosRefusedException("enabled", "must not be true " + closed);
		}
	}

	@Override
	public Allowance allowance() {
		return this.faultCaps.equals(FaultCaps.NONE) ? Allowance.UNLIMITED
				: new CappedAllowance(this.faultCaps, System::nanoTime);
	}

	@Override
	public @Nullable String holds(int messages, long bytes) {
		return this.holdCaps.reached(messages, bytes);
	}

	@Override
	public @Nullable Halt halt(Instant now) {
		String engaged = this.killSwitch.engagedBy();
		return (engaged != null) ? new Halt(now, KillSwitch.CAUSE, engaged) : this.halts.found(now);
	}

	/**
	 * Watch while chaos is on. A halt by the kill switch need not be acknowledged:
	 * whoever takes the switch away has done so.
	 */
	@Override
	public void onEvent(ChaosEvent event) {
		if (event instanceof PlanChanged change && change.from().enabled() != change.to().enabled()) {
			if (change.to().enabled()) {
				this.halts.begin();
			}
			else {
				this.halts.end();
			}
		}
		else if (event instanceof Halted halted) {
			this.halts.halted(halted.halt(), !halted.halt().cause().equals(KillSwitch.CAUSE));
		}
	}

	@Override
	public void close() {
		this.halts.close();
	}

}
