package org.chaosspring.actuate;

/**
 * Requests that are wrong, and what is answered.
 */
enum BadRequest {

	REASON_OF_NOTHING("", "{\"enabled\":true,\"reason\":\" \"}", "reason",
			"must be printable text of 1 to 255 characters"),

	REASON_WITH_A_LINE_BREAK("/enable", "{\"reason\":\"a\\nb\"}", "reason",
			"must be printable text of 1 to 255 characters"),

	REASON_AS_NUMBER("/behaviors/message-loss", "{\"reason\":1}", "reason", "must be text"),

	VERSION_AS_TEXT("/rate", "{\"failureRate\":1,\"version\":\"1\"}", "version",
			"must be a whole number of at most 64 bits"),

	NO_JSON("", "nonsense", "body", "must be JSON, with a value at position 0"),

	BROKEN_JSON("", "{\"enabled\":true", "body", "must be JSON, with more at position 15"),

	NO_COMMA("", "{\"enabled\":true \"seed\":1}", "body", "must be JSON, with ',' at position 16"),

	TRAILING_COMMA("", "{\"enabled\":true,}", "body", "must be JSON, with '\"' at position 16"),

	TRAILING_TOKENS("", "{\"enabled\":true} {}", "body", "must be JSON, with the end at position 17"),

	COMMENT("", "{/* on */\"enabled\":true}", "body", "must be JSON, with '\"' at position 1"),

	SINGLE_QUOTES("", "{'enabled':true}", "body", "must be JSON, with '\"' at position 1"),

	NAME_WITHOUT_QUOTES("", "{enabled:true}", "body", "must be JSON, with '\"' at position 1"),

	ONLY_SPACE("", " ", "body", "must be JSON, with more at position 1"),

	NULL_BODY("", "null", "body", "must be a JSON object"),

	ARRAY_BODY("", "[{\"enabled\":true}]", "body", "must be a JSON object"),

	TEXT_BODY("", "\"enabled\"", "body", "must be a JSON object"),

	NUMBER_BODY("", "1", "body", "must be a JSON object"),

	UNKNOWN_FIELD("", "{\"enabled\":true,\"enable\":true}", "enable", Errors.FIELD),

	FIELD_IN_KEBAB_CASE("", "{\"failure-rate\":0.5}", "failure-rate", Errors.FIELD),

	SHOWN_BUT_NOT_CHANGEABLE("", "{\"held\":0}", "held", Errors.FIELD),

	FIELD_GIVEN_TWICE("", "{\"enabled\":true,\"enabled\":false}", "enabled", "must not be given twice"),

	NESTED_FIELD_GIVEN_TWICE("", "{\"behaviors\":{\"message-loss\":{\"probability\":1,\"\\u0070robability\":0}}}",
			"behaviors.message-loss.probability", "must not be given twice"),

	ENABLED_AS_TEXT("", "{\"enabled\":\"true\"}", "enabled", "must be true or false"),

	ENABLED_AS_NUMBER("", "{\"enabled\":1}", "enabled", "must be true or false"),

	ENABLED_NULL("", "{\"enabled\":null}", "enabled", "must be true or false"),

	ENABLED_IN_ARRAY("", "{\"enabled\":[true]}", "enabled", "must be true or false"),

	RATE_AS_TEXT("", "{\"failureRate\":\"0.2\"}", "failureRate", "must be a number"),

	RATE_NULL("", "{\"failureRate\":null}", "failureRate", "must be a number"),

	RATE_AS_FLAG("", "{\"failureRate\":true}", "failureRate", "must be a number"),

	RATE_AS_OBJECT("", "{\"failureRate\":{\"value\":1}}", "failureRate", "must be a number"),

	RATE_NEGATIVE("", "{\"failureRate\":-0.1}", "failureRate", "must be a number from 0 to 1 but is -0.1"),

	RATE_TOO_LARGE("", "{\"failureRate\":1.01}", "failureRate", "must be a number from 0 to 1 but is 1.01"),

	RATE_HUGE("", "{\"failureRate\":1e999999999}", "failureRate", "must be a number from 0 to 1 but is Infinity"),

	RATE_NOT_A_NUMBER("", "{\"failureRate\":NaN}", "body", "must be JSON, with a value at position 15"),

	RATE_INFINITE("", "{\"failureRate\":Infinity}", "body", "must be JSON, with a value at position 15"),

	RATE_WITH_LEADING_ZERO("", "{\"failureRate\":00.5}", "body", "must be JSON, with ',' at position 16"),

	SEED_AS_TEXT("", "{\"seed\":\"1\"}", "seed", "must be a whole number of at most 64 bits"),

	SEED_WITH_FRACTION("", "{\"seed\":1.5}", "seed", "must be a whole number of at most 64 bits"),

	SEED_TOO_LARGE("", "{\"seed\":9223372036854775808}", "seed", "must be a whole number of at most 64 bits"),

	GROUPS_AS_TEXT("", "{\"targetGroups\":\"payments\"}", "targetGroups", "must be an array of text"),

	GROUPS_NULL("", "{\"targetGroups\":null}", "targetGroups", "must be an array of text"),

	GROUPS_AS_OBJECT("", "{\"targetGroups\":{\"orders\":true}}", "targetGroups", "must be an array of text"),

	GROUPS_WITH_NUMBER("", "{\"targetGroups\":[\"orders\",1]}", "targetGroups", "must be an array of text"),

	GROUPS_WITH_NULL("", "{\"targetGroups\":[null]}", "targetGroups", "must be an array of text"),

	GROUPS_NESTED("", "{\"targetGroups\":[[\"orders\"]]}", "targetGroups", "must be an array of text"),

	GROUPS_WITH_BLANK_NAME("", "{\"targetGroups\":[\" \"]}", "targetGroups",
			"must hold names of 1 to 255 characters that are neither blank nor control"),

	GROUPS_WITH_CONTROL_CHARACTER("", "{\"targetGroups\":[\"a\\u0000\"]}", "targetGroups",
			"must hold names of 1 to 255 characters that are neither blank nor control"),

	GROUPS_WITH_HALF_A_CHARACTER("", "{\"targetGroups\":[\"\\ud800\"]}", "body",
			"must be JSON, with both halves of a surrogate pair at position 25"),

	DURATION_WHILE_OFF("", "{\"duration\":\"10m\"}", "duration", "needs chaos to be enabled, or enabled to be true"),

	DRY_RUN_WHILE_OFF("", "{\"dryRun\":true}", "dryRun", "needs chaos to be enabled, or enabled to be true"),

	DRY_RUN_AS_TEXT("", "{\"enabled\":true,\"dryRun\":\"yes\"}", "dryRun", "must be true or false"),

	FORECAST_THAT_IS_NONE("/forecast", "{\"dryRun\":false}", "dryRun",
			"is not known; known are [duration, failureRate, seed, targetGroups, behaviors, conditions]"),

	FORECAST_WITH_WRONG_RATE("/forecast", "{\"failureRate\":2}", "failureRate",
			"must be a number from 0 to 1 but is 2.0"),

	DURATION_TO_DISABLE("", "{\"enabled\":false,\"duration\":\"10m\"}", "duration",
			"needs chaos to be enabled, or enabled to be true"),

	DURATION_AS_NUMBER("", "{\"enabled\":true,\"duration\":600}", "duration",
			"must be a duration as text, such as \"10m\""),

	DURATION_NULL("", "{\"enabled\":true,\"duration\":null}", "duration",
			"must be a duration as text, such as \"10m\""),

	DURATION_OF_NOTHING("", "{\"enabled\":true,\"duration\":\"0s\"}", "duration",
			"must be a duration longer than zero, such as 100ms, 2s or 10m"),

	DURATION_NEGATIVE("", "{\"enabled\":true,\"duration\":\"-PT1S\"}", "duration",
			"must be a duration longer than zero, such as 100ms, 2s or 10m"),

	DURATION_NONSENSE("", "{\"enabled\":true,\"duration\":\"soon\"}", "duration",
			"must be a duration longer than zero, such as 100ms, 2s or 10m"),

	DURATION_TOO_LONG("", "{\"enabled\":true,\"duration\":\"999999999d\"}", "duration", "must be at most 1h"),

	BEHAVIORS_AS_ARRAY("", "{\"behaviors\":[\"message-loss\"]}", "behaviors", "must be an object"),

	BEHAVIORS_NULL("", "{\"behaviors\":null}", "behaviors", "must be an object"),

	BEHAVIOR_AS_NUMBER("", "{\"behaviors\":{\"message-loss\":0.2}}", "behaviors.message-loss",
			"must be an object, or null to remove it"),

	BEHAVIOR_UNKNOWN("", "{\"behaviors\":{\"gremlins\":{}}}", "behaviors.gremlins", Errors.BEHAVIOR),

	BEHAVIOR_UNKNOWN_TO_REMOVE("", "{\"behaviors\":{\"gremlins\":null}}", "behaviors.gremlins", Errors.BEHAVIOR),

	BEHAVIOR_WITHOUT_NAME("", "{\"behaviors\":{\"\":{}}}", "behaviors.", Errors.BEHAVIOR),

	PROBABILITY_AS_TEXT("", "{\"behaviors\":{\"message-loss\":{\"probability\":\"0.2\"}}}",
			"behaviors.message-loss.probability", "must be a number from 0 to 1"),

	PROBABILITY_NULL("", "{\"behaviors\":{\"message-loss\":{\"probability\":null}}}",
			"behaviors.message-loss.probability", "must be text, a number, true or false"),

	PROBABILITY_TOO_LARGE("", "{\"behaviors\":{\"message-loss\":{\"probability\":2}}}",
			"behaviors.message-loss.probability", "must be a number from 0 to 1 but is 2"),

	PARAMETER_UNKNOWN("", "{\"behaviors\":{\"message-loss\":{\"delay\":\"1s\"}}}", "behaviors.message-loss.delay",
			"is not known; known are [probability, allow-in-transactions]"),

	ONE_WRONG_AMONG_MANY("",
			"{\"enabled\":true,\"failureRate\":1,\"targetGroups\":[],\"behaviors\":{\"message-loss\":{},\"duplication\":{\"copies\":0}}}",
			"behaviors.duplication.copies", "must be a whole number from 1 to 100"),

	NESTED_TOO_DEEP("", "{\"a\":".repeat(17) + "1" + "}".repeat(17), "body",
			"must not be nested deeper than 16 levels"),

	ENABLE_WITH_UNKNOWN_FIELD("/enable", "{\"enabled\":true}", "enabled", "is not known; known are [duration]"),

	ENABLE_WITH_WRONG_DURATION("/enable", "{\"duration\":\"ten minutes\"}", "duration",
			"must be a duration longer than zero, such as 100ms, 2s or 10m"),

	ENABLE_WITH_DURATION_AS_NUMBER("/enable", "{\"duration\":600}", "duration",
			"must be a duration as text, such as \"10m\""),

	ENABLE_WITH_BROKEN_JSON("/enable", "{", "body", "must be JSON, with more at position 1"),

	ENABLE_WITH_ARRAY("/enable", "[]", "body", "must be a JSON object"),

	RATE_MISSING("/rate", "{}", "failureRate", "must be given, as a number from 0 to 1"),

	RATE_UNDER_ANOTHER_NAME("/rate", "{\"rate\":0.5}", "rate", "is not known; known are [failureRate]"),

	RATE_AS_BARE_NUMBER("/rate", "0.5", "body", "must be a JSON object"),

	RATE_OUT_OF_RANGE("/rate", "{\"failureRate\":2}", "failureRate", "must be a number from 0 to 1 but is 2.0"),

	GROUP_WITH_FIELD("/groups/orders", "{\"broker\":\"kafka\"}", "broker", "is not known; known are []"),

	GROUP_WITH_BLANK_NAME("/groups/%20%20", "{}", "group", "must have 1 to 255 characters, neither blank nor control"),

	GROUP_WITH_LONG_NAME("/groups/" + "x".repeat(256), "{}", "group",
			"must have 1 to 255 characters, neither blank nor control"),

	SET_UNKNOWN_BEHAVIOR("/behaviors/gremlins", "{}", "name", Errors.BEHAVIOR),

	SET_BEHAVIOR_OF_ANOTHER_CASE("/behaviors/Message-Loss", "{}", "name", Errors.BEHAVIOR),

	SET_WITH_UNKNOWN_PARAMETER("/behaviors/message-loss", "{\"allow\":true}", "allow",
			"is not known; known are [probability, allow-in-transactions]"),

	SET_WITH_MISSPELT_PARAMETER("/behaviors/network-delay", "{\"MAXDELAY\":\"1s\"}", "MAXDELAY",
			"is not known; known are [allowRebalance, blocking, delay, distribution, keepOrder, maxDelay, probability]"),

	SET_WITH_PARAMETER_TWICE("/behaviors/network-delay", "{\"maxDelay\":\"1s\",\"max-delay\":\"1s\"}", "max-delay",
			"must not be given twice"),

	SET_WITH_PARAMETER_TWICE_DIFFERENTLY("/behaviors/network-delay", "{\"maxDelay\":\"1s\",\"max-delay\":\"2s\"}",
			"max-delay", "is given twice with different values"),

	SET_WITH_DURATION_AS_NUMBER("/behaviors/network-delay", "{\"delay\":100}", "delay",
			"must be a duration as text, such as \"100ms\""),

	SET_WITH_WRONG_DURATION("/behaviors/network-delay", "{\"delay\":\"-1s\"}", "delay",
			"must be a duration longer than zero, such as 100ms, 2s or 10m"),

	SET_WITH_LONG_DURATION("/behaviors/network-delay", "{\"maxDelay\":\"2h\"}", "maxDelay",
			"must be at most 1h but is 2h"),

	SET_WITH_DELAY_BEYOND_MAXIMUM("/behaviors/network-delay", "{\"delay\":\"3s\",\"maxDelay\":\"2s\"}", "maxDelay",
			"must not be shorter than delay"),

	SET_WITH_FLAG_AS_TEXT("/behaviors/network-delay", "{\"blocking\":\"true\"}", "blocking",
			"must be true or false, not text"),

	SET_WITH_FLAG_AS_NUMBER("/behaviors/network-delay", "{\"blocking\":1}", "blocking", "must be true or false"),

	SET_WITH_NUMBER_AS_TEXT("/behaviors/duplication", "{\"copies\":\"2\"}", "copies", "must be a number, not text"),

	SET_WITH_FRACTION("/behaviors/duplication", "{\"copies\":1.5}", "copies", "must be a whole number from 1 to 100"),

	SET_WITH_NULL_PARAMETER("/behaviors/duplication", "{\"copies\":null}", "copies",
			"must be text, a number, true or false"),

	SET_WITH_ARRAY_PARAMETER("/behaviors/duplication", "{\"copies\":[1]}", "copies",
			"must be text, a number, true or false"),

	SET_WITH_OBJECT_PARAMETER("/behaviors/duplication", "{\"copies\":{}}", "copies",
			"must be text, a number, true or false"),

	SET_WITH_UNKNOWN_CHOICE("/behaviors/corruption", "{\"mode\":\"melt\"}", "mode",
			"must be one of [bit-flip, truncate, garbage, empty]"),

	SET_WITH_TEXT_BODY("/behaviors/duplication", "\"2\"", "body", "must be a JSON object"),

	IMPOSE_UNKNOWN_CONDITION("/conditions/gremlins", "{}", "name",
			"is not a known condition; known are [backpressure, broker-failure, degraded-network, flood, network-partition]"),

	IMPOSE_WITHOUT_A_BROKER("/conditions/broker-failure", "{}", "broker",
			"must be given: the ids or host:port of one or more brokers, separated by commas"),

	IMPOSE_IN_AN_UNKNOWN_DIRECTION("/conditions/flood", "{\"direction\":\"up\"}", "direction",
			"must be one of [both, produce, consume]"),

	IMPOSE_ON_GROUPS_OF_NUMBERS("/conditions/flood", "{\"groups\":[1]}", "groups",
			"must be text, a number, true or false"),

	IMPOSE_ON_GROUPS_THAT_ARE_TRUE("/conditions/network-partition", "{\"groups\":true}", "groups",
			"must be an array of text"),

	IMPOSE_ON_A_NUMBER("/conditions/network-partition", "{\"groups\":5}", "groups", "must be an array of text"),

	IMPOSE_WITH_A_LIST_FOR_A_RATE("/conditions/flood", "{\"rate\":[\"1\"]}", "rate",
			"must be a whole number from 1 to 1000000"),

	IMPOSE_WITH_AN_UNKNOWN_PARAMETER("/conditions/flood", "{\"depth\":1}", "depth",
			"is not known; known are [direction, factor, rate, groups]"),

	CHANGE_WITH_A_CONDITION_THAT_IS_NO_OBJECT("", "{\"conditions\":{\"flood\":true}}", "conditions.flood",
			"must be an object, or null to remove it"),

	CHANGE_WITH_A_WRONG_CONDITION("", "{\"enabled\":true,\"conditions\":{\"flood\":{\"factor\":\"2\"}}}",
			"conditions.flood.factor", "must be a number, not text"),

	IMPOSE_WITH_BROKEN_JSON("/conditions/gremlins", "{", "body", "must be JSON, with more at position 1");

	private final String path;

	private final String body;

	private final String field;

	private final String error;

	BadRequest(String path, String body, String field, String error) {
		this.path = path;
		this.body = body;
		this.field = field;
		this.error = error;
	}

	String path() {
		return this.path;
	}

	String body() {
		return this.body;
	}

	String field() {
		return this.field;
	}

	String error() {
		return this.error;
	}

	/**
	 * What is said more than once.
	 */
	private static final class Errors {

		static final String FIELD = "is not known; known are [enabled, dryRun, duration, failureRate, seed, targetGroups, behaviors, "
				+ "conditions]";

		static final String BEHAVIOR = "is not a known behavior; known are [ack-loss, corruption, duplication, error, message-loss, "
				+ "network-delay, reordering, service-restart]";

	}

}
