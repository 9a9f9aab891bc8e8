import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import type { Contract } from "../../contract/contract.ts";
import { compilePlan } from "../../plan/compile.ts";
import { NO_LIFTS, type Report } from "../../plan/report.ts";
import { landingOf } from "../../run/draft/landing.ts";
import { type Draft, draftFromFile } from "../../run/draft-file.ts";
import { validateFile } from "../../run/validate.ts";
import { countOf } from "../../run/view/numbers.ts";
import { shellWord } from "../../run/view/shell-word.ts";
import { styled, type Text, text } from "../../run/view/text.ts";
import { candidateOf } from "../candidate.ts";
import { type Context, command } from "../command.ts";
import { cannotDraft } from "../drafts.ts";
import { exit } from "../exit.ts";
import { findFiles } from "../find-files.ts";
import { withEngine } from "../lake.ts";
import { type WrongUse, wrongUse } from "../wrong-use.ts";

export default command({
  name: "init",
  topic: "Contracts",
  summary: "a first contract, drafted from one Parquet file",
  help: `
Reads the file once and writes what it shows as promises: types, NULLs, ranges with room, lists of values, forms of
text, the key, the day a row belongs to, how many rows. Each promise says in a comment what it was inferred from. The
draft lints clean and the file passes it; read it, since one file cannot tell chance from rule.

  $ sluice init drops/orders/dt=2026-11-20/part-0.parquet      writes contracts/orders.odcs.yaml
  $ sluice init orders.parquet --name orders --out /tmp/orders.odcs.yaml

Exits 0, 1 where the file cannot be read or does not pass its own draft, 2 where the contract exists already.`,
  arguments: [{ name: "FILE", meaning: "one Parquet file of the dataset", required: true, many: false }],
  flags: {
    out: {
      kind: "text",
      value: "FILE",
      meaning: "where to write it (default: NAME.odcs.yaml in the contracts' folder)",
    },
    name: { kind: "text", value: "DATASET", meaning: "the dataset's name (default: from the path)" },
  },
  async run(context) {
    const [found, ...others] = await findFiles(context.args, context.cwd);
    if (others.length > 0) throw severalFiles(context.args[0] ?? "", others.length + 1, found?.shown ?? "");
    const landing = landingOf(found?.path ?? "", datasetFlag(context.flags.name));
    const out = resolve(context.cwd, context.flags.out ?? join(context.root.contracts, `${landing.dataset}.odcs.yaml`));
    if (basename(out).replace(/\.odcs\.ya?ml$/, "") !== landing.dataset) {
      throw wrongUse(
        "out-name",
        `--out ${context.flags.out}: a contract's file is called as its dataset`,
        `write --out ${landing.dataset}.odcs.yaml, or --name`,
      );
    }
    if (existsSync(out)) throw alreadyThere(out);
    const { draft, report } = await draftAndTry(context, found?.path ?? "", landing);
    await writeOnce(out, draft.text);
    return tell(context, out, draft.contract, report);
  },
});

function severalFiles(folder: string, count: number, first: string): WrongUse {
  const message = `${folder} holds ${countOf(count, "Parquet file")}, and a draft is made from one`;
  return wrongUse("several-files", message, `name one of them, such as ${first}`);
}

function datasetFlag(name: string | undefined): string | null {
  if (name !== undefined && !/^[a-z][a-z0-9_]{0,62}$/.test(name)) {
    throw wrongUse(
      "dataset-name",
      `--name ${name} is no dataset name`,
      "write lower-case letters, digits and _, a letter first",
    );
  }
  return name ?? null;
}

function draftAndTry(
  context: Context,
  path: string,
  landing: ReturnType<typeof landingOf>,
): Promise<{ draft: Draft; report: Report }> {
  return withEngine(context, { kept: false, workers: 1 }, async (laptop, engine) => {
    context.output.progress(text`looking at ${basename(path)}`);
    const draft = await draftFromFile(engine, path, landing, basename(path)).catch(cannotDraft);
    const candidate = await candidateOf(path, { name: basename(path), day: null, lifts: NO_LIFTS, arrived: null });
    const report = await validateFile({ ...laptop, engine }, compilePlan(draft.contract, laptop.place), candidate);
    context.output.progress(null);
    return { draft, report };
  });
}

function alreadyThere(out: string): WrongUse {
  return wrongUse("contract-exists", `${out} exists already`, "remove it, or write elsewhere with --out or --name");
}

async function writeOnce(out: string, text: string): Promise<void> {
  await writeFile(out, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EEXIST") throw alreadyThere(out);
    if (error.code === "ENOENT")
      throw wrongUse("no-such-folder", `${out}: its folder does not exist`, "make the folder first");
    throw error;
  });
}

function tell({ output, cwd }: Context, out: string, contract: Contract, report: Report): 0 | 1 {
  const shown = relative(cwd, out).startsWith("..") ? out : relative(cwd, out);
  const passes = report.verdict === "ready" && report.rows.quarantined === 0;
  output.value({ file: shown, dataset: contract.dataset, passes, report });
  output.print([
    text`${styled(passes ? "good" : "warn", passes ? "✓" : "!")} ${shown}: ${contract.rules.length} rules and ${contract.checks.length} checks on ${contract.fields.length} columns`,
    passes
      ? text`  the file passes it`
      : text`  the file does not pass it: ${report.reasons[0]?.message ?? "some rows fail"}`,
    ...nextSteps(shown, contract.dataset),
  ]);
  return passes ? exit.good : exit.problems;
}

function nextSteps(file: string, dataset: string): Text[] {
  return [
    styled("bold", "Next"),
    text`  read it, loosen what is chance`,
    text`  sluice lint ${shellWord(file)}`,
    text`  sluice plan ${/(^|\/)contracts\//.test(file) ? dataset : shellWord(file)}`,
  ];
}
