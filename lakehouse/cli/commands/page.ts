import { existsSync } from "node:fs";
import { rename, stat, writeFile } from "node:fs/promises";
import { dirname, extname, join, relative, resolve } from "node:path";
import { ChartsMissing } from "../../run/page/chart/draw.ts";
import { pageHtml } from "../../run/page/page.ts";
import type { Health, PageState } from "../../run/page/state.ts";
import { type PageSources, pageState } from "../../run/page-state.ts";
import { grouped } from "../../run/view/numbers.ts";
import { type Style, styled, type Text, text } from "../../run/view/text.ts";
import { type Context, command, type Flags } from "../command.ts";
import { readablePlans } from "../deployed.ts";
import { plotsFolder } from "../draw-plots.ts";
import { exit } from "../exit.ts";
import { lookAtLake } from "../lake.ts";
import { flagOf } from "../root-flags.ts";
import { wrongUse } from "../wrong-use.ts";

const flags = {
  out: { kind: "text", value: "FILE", meaning: "where to write it (default: report.html beside the lake's folder)" },
  title: { kind: "text", value: "TEXT", meaning: "its heading", default: "Lakehouse" },
} as const satisfies Flags;

export default command({
  name: "page",
  topic: "Operating",
  summary: "the state of the lake as one HTML page: rows by day, failed rules, drops, publications, mails",
  help: `
Reads ledger, reports, outbox and warehouse, and writes one file that needs nothing else: no script, no network, light
and dark, readable on a phone. Rows add up on it, or it says that they do not; each table's rows are counted in the
table. Mails are linked where they lie below the page's folder. A page that is there already is replaced.

  $ sluice page                                  out/report.html, for the lake out/lake
  $ sluice page --out march.html --title March   another file and heading
  $ sluice page --json | jq '.datasets[].health' what it says, for a machine

Needs the packages vega and vega-lite, which \`npm install\` brings.
Exits 0 if the page is written, whatever it says of the data; 2 for wrong use.`,
  arguments: [],
  flags,
  clouds: true,
  async run(context) {
    const out = await outOf(context);
    const state = await lookAtLake(context, async ({ objects, warehouse, project, place }) => {
      const sources = {
        objects,
        warehouse,
        project,
        title: context.flags.title,
        environment: place.id,
        madeAt: await objects.time(),
        flags: flagOf(context.root),
        mailFile: (message: Mailed) => mailFile(context, out, message),
        plotFile: (path: string) => plotFile(context, out, path),
      };
      return pageState(sources, await readablePlans(context, place));
    });
    await write(out, await pageHtml(state).catch(explain));
    const shown = relative(context.cwd, out).startsWith("..") ? out : relative(context.cwd, out);
    context.output.value(jsonOf(shown, state));
    context.output.print(linesOf(shown, state));
    return exit.good;
  },
});

/** Refused before anything is read: what is no page shall not be written over. */
async function outOf({ flags: { out }, root, cwd }: Context<typeof flags>): Promise<string> {
  const path = resolve(cwd, out ?? join(dirname(resolve(cwd, root.lake)), "report.html"));
  if (![".html", ".htm"].includes(extname(path))) {
    throw wrongUse("out-name", `--out ${out}: a page's name ends in .html`, `write --out ${out}.html`);
  }
  const there = await stat(path).catch(() => null);
  if (there && !there.isFile()) throw wrongUse("out-name", `${path} is no file`, "name another one");
  return path;
}

type Mailed = Parameters<PageSources["mailFile"]>[0];

/** A laptop's mail service says under which name it left a mail. */
function mailFile({ root, cwd }: Context, out: string, { sentAs }: Mailed): string | null {
  if (!sentAs?.endsWith(".eml")) return null;
  return relative(dirname(out), join(resolve(cwd, root.lake), "mail", sentAs));
}

/** Where `sluice plot` draws if it is not told where. */
function plotFile({ root, cwd }: Context, out: string, path: string): string | null {
  const file = join(plotsFolder({ root, cwd }), path);
  return existsSync(file) ? relative(dirname(out), file) : null;
}

/** At once: who looks at it never sees half a page. */
async function write(out: string, html: string): Promise<void> {
  const beside = `${out}.part`;
  try {
    await writeFile(beside, html);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOENT") throw error;
    throw wrongUse("no-such-folder", `${out}: its folder does not exist`, "make the folder first");
  }
  await rename(beside, out);
}

function explain(error: unknown): never {
  if (error instanceof ChartsMissing) throw wrongUse("charts-missing", error.message, "install them, and try again");
  throw error;
}

function jsonOf(file: string, { title, environment, madeAt, datasets, derived, mails }: PageState): object {
  return {
    file,
    title,
    environment,
    madeAt,
    datasets: datasets.map(({ name, health, sums }) => ({ name, health, rows: sums })),
    derived: derived.map(({ name, health, rows, partitions }) => ({ name, health, rows, partitions })),
    mails: mails.length,
  };
}

const styles: Readonly<Record<Health["state"], Style>> = { good: "good", failing: "warn", held: "bad", stuck: "bad" };

function linesOf(file: string, { datasets, derived }: PageState): Text[] {
  return [
    ...[...datasets, ...derived].map(
      ({ name, health }) =>
        text`${styled(styles[health.state], health.state)}  ${styled("name", name)}  ${health.sentence}`,
    ),
    text`${styled("good", "✓")} ${file}: ${countOf(datasets, "dataset")}, ${countOf(derived, "derived table")}`,
  ];
}

function countOf(things: readonly object[], word: string): string {
  return `${grouped(things.length)} ${word}${things.length === 1 ? "" : "s"}`;
}
