/*
 * What a dashboard of ours may hold, in the types that Grafana publishes: all of a dashboard, and of its panels
 * the kinds that we use. dashboard.schema.json is made of it, without the descriptions, in an empty directory:
 *
 *   npm install --ignore-scripts @grafana/schema@13.2.3 ts-json-schema-generator@2.4.0
 *   npx ts-json-schema-generator --path dashboard.ts --type Dashboard --no-type-check --expose none \
 *     | jq '{"$comment": "Made of @grafana/schema 13.2.3 as dashboard.ts says"} + .
 *           | walk(if type == "object" then with_entries(select((.key != "description" and .key != "deprecated")
 *               or (.value | type) == "object")) else . end)' > dashboard.schema.json
 */
import type { Dashboard as AnyDashboard, AnnotationQuery, Panel, RowPanel } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import type { DataQuery, DataSourceRef } from './node_modules/@grafana/schema/dist/types/common/common.gen';
import type { Options as TimeSeriesOptions, FieldConfig as TimeSeriesFieldConfig } from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';
import type { Options as StatOptions } from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type { FieldConfig } from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';

/** What the Prometheus data source adds to a query; it is a plugin with no part in the schema. */
interface PrometheusQuery extends Omit<DataQuery, 'datasource'> { datasource: DataSourceRef; expr: string; legendFormat?: string; instant?: boolean; range?: boolean; interval?: string; editorMode?: 'code'; }
interface PrometheusAnnotation extends Omit<AnnotationQuery, 'target'> { target: PrometheusQuery; titleFormat?: string; textFormat?: string; tagKeys?: string; }
interface TimeSeriesPanel extends Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> {
  type: 'timeseries'; targets: PrometheusQuery[]; options: TimeSeriesOptions;
  fieldConfig: { defaults: Omit<FieldConfig, 'custom'> & { custom: TimeSeriesFieldConfig }; overrides: Override[] };
}
interface StatPanel extends Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> {
  type: 'stat'; targets: PrometheusQuery[]; options: StatOptions;
  fieldConfig: { defaults: Omit<FieldConfig, 'custom'>; overrides: Override[] };
}
interface Override { matcher: { id: string; options?: unknown }; properties: Array<{ id: string; value?: unknown }>; }
interface Row extends Omit<RowPanel, 'panels'> { panels: Array<TimeSeriesPanel | StatPanel>; }
export interface Dashboard extends Omit<AnyDashboard, 'panels' | 'annotations'> {
  annotations: { list: PrometheusAnnotation[] };
  panels: Array<TimeSeriesPanel | StatPanel | Row>;
}
