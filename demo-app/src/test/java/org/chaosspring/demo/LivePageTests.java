package org.chaosspring.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.chaosspring.engine.ChaosPlan;
import org.chaosspring.engine.ConfigurableChaosMiddleware;
import org.chaosspring.safety.HaltCondition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the live page, in a real browser. With the system property
 * {@code demo.screenshots} they leave pictures of it in that directory.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "demo.orders-per-second=50")
@DirtiesContext
@NeedsBrowser
@Import(LivePageTests.Thermometer.class)
class LivePageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final String MISSING = "[data-count='orders.missing']";

	private static final String INJECTED = "[data-fault='missing'] [data-column='injected']";

	@LocalServerPort
	private int port;

	@Autowired
	private ConfigurableChaosMiddleware chaos;

	@Autowired
	private Thermometer thermometer;

	@BeforeEach
	void open(Browser browser) {
		browser.openTab();
		browser.resize(1280, 900);
		browser.open("http://localhost:" + this.port + "/");
		signIn(browser, "operator", "operator");
		await().atMost(PATIENCE).until(() -> browser.find("#enabled").isEnabled());
	}

	@AfterEach
	void reset(Browser browser) {
		this.chaos.reset();
		assertThat(browser.errors()).allMatch((message) -> message.contains("status of 4"));
	}

	@Test
	void ordersMoveThroughAllStations(Browser browser) {
		for (String count : List.of("orders.sent", "orders.acknowledged", "orders.processed", "shipments.acknowledged",
				"shipments.processed")) {
			long before = browser.number("[data-count='" + count + "']");
			await(count).atMost(PATIENCE).until(() -> browser.number("[data-count='" + count + "']") > before);
		}
		await().atMost(PATIENCE).until(() -> browser.number("[data-count='orders.deadLettered']") > 0);
		await().atMost(PATIENCE).until(() -> browser.number("[data-count='shipments.deadLettered']") > 0);
	}

	@Test
	void whenChaosIsEnabledTheNumbersMove_whenItIsDisabledTheySettle(Browser browser) throws IOException {
		awaitOrders(browser, 400);
		browser.find("#groups-orders").click();
		browser.find("#behaviors-message-loss").click();
		browser.find("#rate").sendKeys(Keys.HOME, Keys.PAGE_UP, Keys.PAGE_UP);
		browser.find("#enabled").click();
		await().atMost(PATIENCE).until(() -> browser.text("#state").equals("On: message-loss"));
		assertThat(this.chaos.plan().failureRate()).isEqualTo(0.2);
		assertThat(this.chaos.plan().targetGroups()).containsExactly("orders");
		await().atMost(PATIENCE).until(() -> browser.number(INJECTED) > 150 && browser.number(MISSING) > 50);
		takeScreenshot(browser, "live-page.png");
		browser.find("#enabled").click();
		await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Off"));
		assertThat(this.chaos.plan().enabled()).isFalse();
		await().atMost(PATIENCE).until(() -> browser.number(MISSING) == browser.number(INJECTED));
		long lost = browser.number(MISSING);
		assertThat(browser.text("#verdict")).isEqualTo(
				"Chaos took %d messages, and as many orders are missing: the application lost none.".formatted(lost));
		awaitOrders(browser, 100);
		assertThat(browser.number(INJECTED)).isEqualTo(lost);
		assertThat(browser.number(MISSING)).isEqualTo(lost);
	}

	private static void awaitOrders(Browser browser, int more) {
		long before = browser.number("[data-count='orders.sent']");
		await().atMost(PATIENCE).until(() -> browser.number("[data-count='orders.sent']") > before + more);
	}

	@Test
	void theSwitchesAreThoseThatTheEndpointOffers(Browser browser) {
		assertThat(browser.texts("#behaviors .switch")).contains("message-loss", "network-delay", "duplication",
				"corruption", "reordering", "service-restart");
		assertThat(browser.texts("#conditions .switch")).contains("network-partition", "broker-failure", "flood");
	}

	@Test
	void everySwitchWorksBothWays(Browser browser) {
		List<String> ids = browser.ids("#behaviors input, #conditions input, #groups input");
		assertThat(ids).hasSizeGreaterThan(12);
		for (String id : ids) {
			browser.find("#" + id).click();
		}
		await().atMost(PATIENCE).until(() -> chosen() == ids.size());
		for (String id : ids) {
			browser.find("#" + id).click();
		}
		await().atMost(PATIENCE).until(() -> chosen() == 0);
		assertThat(browser.find("#problem").isDisplayed()).isFalse();
	}

	private int chosen() {
		ChaosPlan plan = this.chaos.plan();
		return plan.behaviors().size() + plan.conditions().size() + plan.targetGroups().size();
	}

	@Test
	void theKeyboardIsEnough(Browser browser) {
		browser.find("#user-button").sendKeys(Keys.TAB);
		assertThat(browser.focus().getDomAttribute("id")).isEqualTo("enabled");
		browser.focus().sendKeys(Keys.SPACE);
		await().atMost(PATIENCE).until(() -> this.chaos.plan().enabled());
		await().atMost(PATIENCE).until(() -> browser.text("#state").startsWith("On"));
		browser.focus().sendKeys(Keys.SPACE);
		await().atMost(PATIENCE).until(() -> !this.chaos.plan().enabled());
	}

	@Test
	void aChangeThatIsRefusedIsExplained(Browser browser) {
		browser
			.run("""
					const send = fetch;
					fetch = (path, options) => send(path, options.method === 'POST'
							? { ...options, headers: { ...options.headers, 'Content-Type': 'application/json' }, body: '{' } : options);
					return true;
					""");
		browser.find("#behaviors-duplication").click();
		await().atMost(PATIENCE).until(() -> browser.text("#problem").startsWith("body: must be JSON"));
		await().atMost(PATIENCE).until(() -> !browser.find("#behaviors-duplication").isSelected());
		assertThat(this.chaos.plan().behaviors()).isEmpty();
	}

	@Test
	void aHaltIsExplainedUntilSomebodyTakesNoteOfIt(Browser browser) {
		this.thermometer.reason = "it is too hot";
		browser.find("#enabled").click();
		await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Halted"));
		assertThat(browser.text("#halt-reason")).isEqualTo("Chaos stopped by itself: it is too hot.");
		assertThat(browser.find("#enabled").isSelected()).isFalse();
		this.thermometer.reason = null;
		browser.find("#acknowledge").click();
		await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Off"));
		assertThat(browser.find("#halt").isDisplayed()).isFalse();
	}

	@Test
	void whoeverIsNotSignedInSeesOrdersMoveAndNoSwitches(Browser browser) {
		signOut(browser);
		assertThat(browser.text("#state")).isEqualTo("Sign in to steer it");
		assertThat(browser.find("#enabled").isEnabled()).isFalse();
		assertThat(browser.find("#switches").isDisplayed()).isFalse();
		awaitOrders(browser, 20);
	}

	@Test
	void whoeverOnlyReadsSeesTheSwitchesAndIsToldThatOthersMayUseThem(Browser browser) {
		signOut(browser);
		signIn(browser, "reader", "reader");
		await().atMost(PATIENCE).until(() -> browser.find("#enabled").isEnabled());
		browser.find("#behaviors-duplication").click();
		await().atMost(PATIENCE).until(() -> browser.text("#problem").startsWith("reader may not do that."));
		await().atMost(PATIENCE).until(() -> !browser.find("#behaviors-duplication").isSelected());
		assertThat(this.chaos.plan().behaviors()).isEmpty();
	}

	@Test
	void aWrongPasswordIsNotKept(Browser browser) {
		signOut(browser);
		signIn(browser, "operator", "wrong");
		await().atMost(PATIENCE).until(() -> browser.text("#problem").equals("User or password is wrong."));
		assertThat(browser.text("#user-button")).isEqualTo("Sign in");
		assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
	}

	private static void signIn(Browser browser, String user, String password) {
		browser.find("#user-button").click();
		browser.find("#user").sendKeys(user);
		browser.find("#password").sendKeys(password, Keys.ENTER);
		await().atMost(PATIENCE).until(() -> !browser.find("#sign-in").isDisplayed());
	}

	private static void signOut(Browser browser) {
		browser.find("#user-button").click();
		await().atMost(PATIENCE).until(() -> browser.text("#state").equals("Sign in to steer it"));
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 900", "dark, 1280, 900", "light, 390, 844", "dark, 390, 844" })
	void everybodyCanReadIt(String colorScheme, int width, int height, Browser browser) throws IOException {
		browser.resize(width, height);
		browser.prefer(colorScheme);
		await().atMost(PATIENCE).until(() -> browser.number("[data-count='shipments.processed']") > 0);
		assertThat(browser.barriers()).isEmpty();
		assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) width);
		takeScreenshot(browser, "live-page-%s-%d.png".formatted(colorScheme, width));
	}

	private static void takeScreenshot(Browser browser, String name) throws IOException {
		String directory = System.getProperty("demo.screenshots");
		if (directory != null) {
			browser.screenshot(Path.of(directory, name));
		}
	}

	/**
	 * Halts chaos when a test says so.
	 */
	static class Thermometer implements HaltCondition {

		private volatile @Nullable String reason;

		@Override
		public String name() {
			return "temperature";
		}

		@Override
		public @Nullable String check() {
			return this.reason;
		}

	}

}
