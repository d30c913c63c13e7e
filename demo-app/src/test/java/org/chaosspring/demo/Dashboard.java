package org.chaosspring.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard as Grafana shows it: with each variable replaced by what is chosen.
 */
final class Dashboard {

	private static final Path DIRECTORY = Path.of("..", "docs", "dashboards");

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private final JsonNode model;

	private final Map<String, String> chosen = new LinkedHashMap<>();

	private Dashboard(JsonNode model) {
		this.model = model;
		this.chosen.put("__rate_interval", "10s");
	}

	static List<Dashboard> all() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((file) -> file.toString().endsWith(".json"))
				.sorted()
				.map((file) -> new Dashboard(new JsonMapper().readTree(file)))
				.toList();
		}
	}

	/**
	 * Return the variables that ask Prometheus for their values, in their order: one may
	 * depend on those before it.
	 */
	List<Variable> variables() {
		List<Variable> variables = new ArrayList<>();
		for (JsonNode variable : this.model.at("/templating/list")) {
			if (variable.at("/type").stringValue().equals("query")) {
				Matcher query = LABEL_VALUES.matcher(variable.at("/query/query").stringValue());
				if (!query.matches()) {
					throw new IllegalStateException("Not understood: " + variable);
				}
				variables.add(new Variable(variable.at("/name").stringValue(), query.group(1), query.group(2),
						variable.at("/multi").booleanValue()));
			}
		}
		return variables;
	}

	/**
	 * Choose all values of a variable that may have several, else the first one.
	 */
	void choose(Variable variable, List<String> values) {
		this.chosen.put(variable.name(), variable.multi() ? ".*" : values.get(0));
	}

	String substitute(String expression) {
		String substituted = expression;
		for (Map.Entry<String, String> variable : this.chosen.entrySet()) {
			substituted = substituted.replaceAll("\\$" + variable.getKey() + "\\b",
					Matcher.quoteReplacement(variable.getValue()));
		}
		return substituted;
	}

	List<Query> annotations() {
		List<Query> queries = new ArrayList<>();
		for (JsonNode annotation : this.model.at("/annotations/list")) {
			queries.add(new Query(annotation.at("/name").stringValue(), "none", false,
					substitute(annotation.at("/target/expr").stringValue())));
		}
		return queries;
	}

	/**
	 * Return the queries of all panels.
	 */
	List<Query> queries() {
		List<Query> queries = new ArrayList<>();
		for (JsonNode panel : this.model.at("/panels")) {
			for (JsonNode target : panel.at("/targets")) {
				queries.add(new Query(panel.at("/title").stringValue(),
						panel.at("/fieldConfig/defaults/unit").stringValue(), target.at("/instant").asBoolean(false),
						substitute(target.at("/expr").stringValue())));
			}
		}
		return queries;
	}

	@Override
	public String toString() {
		return this.model.at("/uid").stringValue();
	}

	/**
	 * A variable.
	 *
	 * @param name its name
	 * @param match the series that are looked at
	 * @param label the label whose values can be chosen
	 * @param multi whether all of them can be chosen
	 */
	record Variable(String name, String match, String label, boolean multi) {

	}

	/**
	 * A query of a panel or an annotation.
	 *
	 * @param title the title of the panel, or the name of the annotation
	 * @param unit the unit of the values
	 * @param instant whether the query asks for this moment only
	 * @param expression what Prometheus is asked
	 */
	record Query(String title, String unit, boolean instant, String expression) {

		boolean isAboutHalts() {
			return this.expression.contains("chaos_halts_total");
		}

	}

}
