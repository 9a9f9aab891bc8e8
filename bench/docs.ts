import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { costPage } from "./cost/page.ts";
import { type Recorded, writeRecorded } from "./recorded.ts";
import type { Entry } from "./suite.ts";
import { entryMarkdown } from "./table.ts";

const DOCS = join(import.meta.dirname, "../docs");
const START = "<!-- figures: renewed by `npm run bench -- --write-docs`, not by hand -->";
const END = "<!-- end of figures -->";

/** Records the figures, and renews what the docs make of them. */
export async function writeDocs(entries: readonly Entry[]): Promise<void> {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
  const recorded = { machine, entries };
  const benchFile = join(DOCS, "bench.md");
  const pages = { cost: costPage(recorded), bench: withFigures(await readFile(benchFile, "utf8"), recorded) };
  await writeRecorded(recorded);
  await writeFile(join(DOCS, "cost.md"), pages.cost);
  await writeFile(benchFile, pages.bench);
}

/** The page with these figures between its two marks. */
export function withFigures(page: string, { machine, entries }: Recorded): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page lacks '${START}' … '${END}'`);
  const figures =
    entries.length === 0 ? "Nothing was measured yet." : `Measured on ${machine}.\n\n${entryMarkdown(entries)}`;
  return `${page.slice(0, start + START.length)}\n${figures}\n${page.slice(end)}`;
}
