import { charts } from "./style/charts.ts";
import { colours } from "./style/colours.ts";
import { layout } from "./style/layout.ts";
import { tables } from "./style/tables.ts";
import { words } from "./style/words.ts";

/** Everything that the page looks like, for the one `<style>` in it. */
export const style: string = [colours, layout, words, charts, tables].join("\n");
