package org.chaosspring.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * Figures as bars.
 */
final class Chart {

	private static final int WIDTH = 1400;

	private static final int HEIGHT = 900;

	/**
	 * What is above is cut off.
	 */
	private static final double LIMIT = 1.5;

	private static final Color MET = new Color(0x2F, 0x7E, 0xD8);

	private static final Color MISSED = new Color(0xD8, 0x4A, 0x2F);

	private Chart() {
	}

	/**
	 * Draw every figure with a bound as a share of that bound, and where there is none at
	 * all, every figure as it is.
	 */
	static void write(List<Figure> figures, Path file) throws IOException {
		List<Figure> bounded = figures.stream().filter((figure) -> figure.bound() != null).toList();
		List<Figure> shown = bounded.isEmpty() ? figures : bounded;
		CategoryChart chart = new CategoryChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title(bounded.isEmpty() ? "Figures"
					: "Figures as shares of their bounds: 1 is what is allowed, * is to be at least that")
			.build();
		chart.getStyler().setYAxisMin(0.0).setYAxisMax(LIMIT);
		chart.getStyler().setXAxisLabelRotation(90);
		chart.getStyler().setLegendVisible(!bounded.isEmpty());
		chart.getStyler().setOverlapped(true);
		chart.getStyler().setSeriesColors(new Color[] { MET, MISSED });
		add(chart, bounded.isEmpty() ? "figures" : "met", shown, true);
		if (!bounded.isEmpty()) {
			add(chart, "missed", shown, false);
		}
		BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
	}

	private static void add(CategoryChart chart, String series, List<Figure> shown, boolean met) {
		chart.addSeries(series, shown.stream().map(Chart::label).toList(),
				shown.stream().map((figure) -> (figure.isMet() == met) ? share(figure) : Double.valueOf(0)).toList());
	}

	private static String label(Figure figure) {
		Bound bound = figure.bound();
		return figure.part() + ": " + figure.name() + ((bound != null && !bound.atMost()) ? " *" : "");
	}

	private static Double share(Figure figure) {
		Bound bound = figure.bound();
		return (bound == null) ? figure.spread().value() : (bound.limit() == 0) ? (figure.isMet() ? 0.0 : LIMIT)
				: Math.min(LIMIT, Math.max(0, figure.spread().value() / bound.limit()));
	}

}
