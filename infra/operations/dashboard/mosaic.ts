// Shape of a dashboard as Cloud Monitoring takes it: https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards

const COLUMNS = 48;

interface DataSet {
  readonly timeSeriesQuery: { readonly prometheusQuery: string; readonly unitOverride?: string };
  readonly plotType: "LINE" | "STACKED_BAR";
  readonly legendTemplate?: string;
}

export interface Chart {
  readonly dataSets: readonly DataSet[];
  readonly yAxis: { readonly scale: "LINEAR" };
  readonly thresholds?: readonly { readonly value: number; readonly label: string }[];
}

export type Widget =
  | { readonly title: string; readonly xyChart: Chart }
  | { readonly title: string; readonly text: { readonly content: string; readonly format: "MARKDOWN" } }
  | { readonly title: string; readonly incidentList: { readonly policyNames: readonly string[] } };

/** Without what is 0: Google leaves it out of its answer, and each `up` would find a change. */
interface Tile {
  readonly xPos?: number;
  readonly yPos?: number;
  readonly width: number;
  readonly height: number;
  readonly widget: Widget;
}

export interface Dashboard {
  readonly displayName: string;
  readonly mosaicLayout: { readonly columns: typeof COLUMNS; readonly tiles: readonly Tile[] };
}

/** Widgets side by side, of one width. */
export interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** Rows below each other. */
export function mosaic(displayName: string, rows: readonly Row[]): Dashboard {
  const tiles: Tile[] = [];
  let top = 0;
  for (const { height, widgets } of rows.filter((row) => row.widgets.length > 0)) {
    const width = Math.floor(COLUMNS / widgets.length);
    for (const [at, widget] of widgets.entries()) {
      tiles.push({ ...(at > 0 && { xPos: at * width }), ...(top > 0 && { yPos: top }), width, height, widget });
    }
    top += height;
  }
  return { displayName, mosaicLayout: { columns: COLUMNS, tiles } };
}
