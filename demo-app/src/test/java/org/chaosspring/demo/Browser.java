package org.chaosspring.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/**
 * A browser without a window, and with a profile that is gone when it is closed.
 */
final class Browser implements AutoCloseable {

	private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
			"--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
			"--disable-component-update", "--disable-sync", "--hide-scrollbars");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final ChromeDriver driver;

	private final Path profile;

	private Browser(ChromeDriver driver, Path profile) {
		this.driver = driver;
		this.profile = profile;
	}

	static Browser start(Path browser, Path driver) {
		Path profile = temporaryDirectory();
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.toFile());
		options.addArguments(ARGUMENTS);
		options.addArguments("--user-data-dir=" + profile);
		options.setCapability("goog:loggingPrefs", logging);
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile())
			.usingAnyFreePort()
			.build();
		ChromeDriver started = new ChromeDriver(service, options);
		started.manage().timeouts().pageLoadTimeout(TIMEOUT).scriptTimeout(TIMEOUT);
		return new Browser(started, profile);
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("browser");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Go on in a new tab that knows nothing of the one before, which is closed.
	 */
	void openTab() {
		String before = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		String tab = this.driver.getWindowHandle();
		this.driver.switchTo().window(before).close();
		this.driver.switchTo().window(tab);
		this.driver.executeCdpCommand("Storage.clearCookies", Map.of());
	}

	void open(String address) {
		this.driver.get(address);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	List<String> ids(String selector) {
		return this.driver.findElements(By.cssSelector(selector))
			.stream()
			.map((element) -> element.getDomAttribute("id"))
			.toList();
	}

	String text(String selector) {
		return find(selector).getText();
	}

	/**
	 * Return a number as the page shows it, with commas between the thousands.
	 */
	long number(String selector) {
		return Long.parseLong(text(selector).replace(",", ""));
	}

	Object run(String script) {
		return Objects.requireNonNull(this.driver.executeScript(script), script);
	}

	/** The element that keys go to. */
	WebElement focus() {
		return this.driver.switchTo().activeElement();
	}

	/**
	 * Make the window as large as that of a desktop computer, or of a phone.
	 */
	void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
	}

	/**
	 * Prefer {@code light} or {@code dark}.
	 */
	void prefer(String colorScheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	/**
	 * Return what the page's scripts complained of.
	 */
	List<String> errors() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Return what keeps people from using the page, as the axe accessibility engine finds
	 * it.
	 */
	List<?> barriers() {
		this.driver.executeScript(axe());
		return (List<?>) Objects.requireNonNull(this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run().then(({ violations }) => done(violations.map(({ id, nodes }) =>
					`${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(', ')}`)));
				"""));
	}

	private static String axe() {
		try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Write a picture of the whole page, also of what does not fit into the window.
	 */
	void screenshot(Path file) throws IOException {
		Object width = run("return document.documentElement.clientWidth");
		Object height = run("return document.documentElement.scrollHeight");
		Map<String, Object> picture = this.driver.executeCdpCommand("Page.captureScreenshot",
				Map.of("captureBeyondViewport", true, "clip",
						Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.write(file, Base64.getDecoder().decode((String) picture.get("data")));
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
