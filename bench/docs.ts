import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Entry } from "./suite.ts";
import { entryMarkdown } from "./table.ts";

const PAGE = join(import.meta.dirname, "../docs/bench.md");
const START = "<!-- figures: renewed by `npm run bench -- --write-docs`, not by hand -->";
const END = "<!-- end of figures -->";

/** Puts the figures of out/bench.json between the two marks of docs/bench.md. */
export async function writeFigures(entries: readonly Entry[], page = PAGE): Promise<void> {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.version}`;
  await writeFile(page, withFigures(await readFile(page, "utf8"), entries, machine));
}

export function withFigures(page: string, entries: readonly Entry[], machine: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page lacks '${START}' … '${END}'`);
  const figures =
    entries.length === 0 ? "Nothing was measured yet." : `Measured on ${machine}.\n\n${entryMarkdown(entries)}`;
  return `${page.slice(0, start + START.length)}\n${figures}\n${page.slice(end)}`;
}
