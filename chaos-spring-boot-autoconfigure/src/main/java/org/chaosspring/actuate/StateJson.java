package org.chaosspring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * Writes a {@link ChaosState} as JSON.
 */
final class StateJson {

	private static final JsonWriter<ChaosState.Group> GROUP = JsonWriter.of((group) -> {
		group.add("broker", ChaosState.Group::broker);
		group.add("direction", ChaosState.Group::direction);
		group.add("destinations", ChaosState.Group::destinations);
		group.add("points", ChaosState.Group::points);
		group.add("keys", ChaosState.Group::keys);
		group.add("headers", ChaosState.Group::headers);
	});

	private static final JsonWriter<ChaosState.Halt> HALT = JsonWriter.of((halt) -> {
		halt.add("time", ChaosState.Halt::time);
		halt.add("cause", ChaosState.Halt::cause);
		halt.add("reason", ChaosState.Halt::reason);
		halt.add("acknowledged", ChaosState.Halt::acknowledged);
	});

	private static final JsonWriter<ChaosState> STATE = JsonWriter.of((state) -> {
		state.add("version", ChaosState::version);
		state.add("enabled", ChaosState::enabled);
		state.add("dryRun", ChaosState::dryRun);
		state.add("since", ChaosState::since);
		state.add("until", ChaosState::until);
		state.add("failureRate", ChaosState::failureRate);
		state.add("seed", ChaosState::seed);
		state.add("targetGroups", ChaosState::targetGroups);
		state.add("groups", StateJson::groups);
		state.add("behaviors", ChaosState::behaviors);
		state.add("availableBehaviors", ChaosState::availableBehaviors);
		state.add("conditions", ChaosState::conditions);
		state.add("availableConditions", ChaosState::availableConditions);
		state.add("counts", ChaosState::counts).usingMembers((counts) -> {
			counts.add("total", ChaosState.Counts::total);
			counts.add("injected", ChaosState.Counts::injected);
			counts.add("groups", ChaosState.Counts::groups);
			counts.add("errors", ChaosState.Counts::errors);
		});
		state.add("forecast", ChaosState::forecast).usingMembers((forecast) -> {
			forecast.add("total", ChaosState.Forecast::total);
			forecast.add("behaviors", ChaosState.Forecast::behaviors);
			forecast.add("groups", ChaosState.Forecast::groups);
			forecast.add("destinations", ChaosState.Forecast::destinations);
		});
		state.add("held", ChaosState::held);
		state.add("lastHalt", StateJson::lastHalt);
	});

	private StateJson() {
	}

	static String write(ChaosState state) {
		return STATE.writeToString(state);
	}

	private static @Nullable WritableJson lastHalt(ChaosState state) {
		ChaosState.Halt halt = state.lastHalt();
		return (halt != null) ? HALT.write(halt) : null;
	}

	private static Map<String, WritableJson> groups(ChaosState state) {
		Map<String, WritableJson> groups = new LinkedHashMap<>();
		state.groups().forEach((name, group) -> groups.put(name, GROUP.write(group)));
		return groups;
	}

}
