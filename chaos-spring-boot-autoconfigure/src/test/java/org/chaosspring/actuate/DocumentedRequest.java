package org.chaosspring.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A request that the documentation lists.
 *
 * @param method the method
 * @param path the path, with examples in place of names
 * @param body the example of a body, if it shows one
 */
record DocumentedRequest(String method, String path, @Nullable String body) {

	private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\| ([^|]*)\\|", Pattern.MULTILINE);

	private static final Pattern REQUEST = Pattern.compile("((?:`[A-Z]+`, )*)`([A-Z]+) (/actuator/chaos[^` ]*)`");

	private static final Pattern EXAMPLE = Pattern.compile("`(\\{.*})`");

	static List<DocumentedRequest> all() {
		try {
			return ROW.matcher(Files.readString(Path.of("../docs/http.md")))
				.results()
				.flatMap(DocumentedRequest::ofRow)
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<DocumentedRequest> ofRow(MatchResult row) {
		String body = EXAMPLE.matcher(row.group(2))
			.results()
			.map((example) -> example.group(1))
			.findFirst()
			.orElse(null);
		return REQUEST.matcher(row.group(1)).results().flatMap((request) -> {
			String path = request.group(3)
				.replace("behaviors/{name}", "behaviors/network-delay")
				.replace("conditions/{name}", "conditions/network-partition")
				.replace("{group}", "payments");
			return Stream
				.concat(Pattern.compile("[A-Z]+").matcher(request.group(1)).results().map(MatchResult::group),
						Stream.of(request.group(2)))
				.map((method) -> new DocumentedRequest(method, path, body));
		});
	}

	boolean isChange() {
		return !this.method.equals("GET");
	}

}
