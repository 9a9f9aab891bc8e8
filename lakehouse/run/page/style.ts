import { plotStyle } from "../plot/style.ts";
import { charts } from "./style/charts.ts";
import { colours } from "./style/colours.ts";
import { layout } from "./style/layout.ts";
import { tables } from "./style/tables.ts";
import { words } from "./style/words.ts";

const onThePage = `
.airport { padding: 0.5rem 0 1rem; }
.airport figcaption { color: var(--muted); font-size: 0.8125rem; padding-bottom: 0.25rem; }
.airport figcaption b { color: var(--ink); font-size: 1rem; margin-right: 0.375rem; }
.swatch.plot-volume { background: #cf4a3c; }
.swatch.plot-delay { background: #d98324; }
.swatch.plot-both { background: #8b4fc2; }
.swatch.plot-insufficient-volume { background: var(--tile-none); }
`;

/** Everything that the page looks like, for the one `<style>` in it. */
export const style: string = [colours, layout, words, charts, tables, plotStyle, onThePage].join("\n");
