import { splice } from "../../plan/quote.ts";
import { BROKEN_CODES } from "../../plan/report.ts";
import { gradeOf } from "../facts.ts";
import { publishedFindings } from "../findings/published.ts";
import type { CommandView, Section } from "../page.ts";
import type { DropStory, RunStory } from "../story.ts";
import { type Said, say, sayCommand } from "../words/say.ts";
import { checkQueryLines } from "./check-query.ts";
import { commandFlags } from "./names.ts";

/** The rule of a contract's window. */
const LATE = "late";

/** Commands to copy: to see the rows, to decide, to go on. */
export function stepsSections(story: RunStory): Section[] {
  const commands = [
    ...lookCommands(story),
    ...checkCommands(story),
    ...decideCommands(story),
    ...stuckCommands(story),
    ...waitingCommands(story),
    ...waitCommands(story),
  ];
  return commands.length === 0 ? [] : [{ kind: "commands", title: say`Next step`, commands }];
}

function lookCommands(story: RunStory): CommandView[] {
  const { drops } = story;
  // Rows of a replay keep the object that they came with first.
  const bad = drops.filter((drop) => quarantined(drop) > 0 && drop.replayOf === null);
  const worst = bad.toSorted((a, b) => quarantined(b) - quarantined(a))[0];
  const of = bad.length > 1 ? say` of the worst drop` : say``;
  const query = worst ? command(say`see the bad rows${of}`, quarantineQuery(story, worst)) : [];
  const told = drops.find((drop) => gradeOf(drop) !== "none" && drop.report);
  const report = told
    ? command(say`see the whole report`, `sluice report ${(worst ?? told).key}${commandFlags(story)}`)
    : [];
  return [...query, ...report];
}

function quarantined({ report }: DropStory): number {
  return report?.rows.quarantined ?? 0;
}

/** On a laptop through Sluice; elsewhere SQL for BigQuery. Broken where SQL may be, never inside a literal. */
function quarantineQuery(story: RunStory, { name, report }: DropStory): string[] {
  const { plan } = story;
  const generation = report?.drop.generation ?? "";
  if (plan.environment === "local") {
    return [
      `sluice query "SELECT _reasons, * EXCLUDE (_reasons)`,
      `  FROM ${plan.dataset}_quarantine`,
      `  WHERE _generation = '${generation}' LIMIT 100"${commandFlags(story)}`,
    ];
  }
  const values = { object: bigqueryText(name), generation: bigqueryText(generation) };
  const query = plan.warehouse.bigquery.quarantineQuery ?? ""; // null only where no drops are taken
  const lines = query.split(/ (?=(?:FROM|WHERE|AND|ORDER BY) )/);
  return lines.map((line) => splice(line, values));
}

/** A literal of GoogleSQL in printable ASCII, so that a name which hides something can be seen and still be used. */
function bigqueryText(text: string): string {
  const escaped = text.replaceAll(/[\\']/g, "\\$&").replaceAll(/[^ -~]/gu, (character) => {
    return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
  });
  return `'${escaped}'`;
}

/** To ask the gravest check again, and to see what its publication did. */
function checkCommands(story: RunStory): CommandView[] {
  const { plan } = story;
  const [worst] = publishedFindings(story);
  if (!worst) return [];
  const number = worst.publications.at(-1) ?? 0;
  return [
    ...command(say`ask ${worst.id} again`, checkQueryLines(story, worst)),
    ...command(say`see the publication`, `sluice ledger show ${plan.dataset} ${number}${commandFlags(story)}`),
  ];
}

function decideCommands(story: RunStory): CommandView[] {
  const { drops } = story;
  const flags = commandFlags(story);
  const held = drops.filter(({ outcome }) => outcome === "held");
  const [first] = held;
  if (first) {
    const each =
      held.length > 1 ? say`; for each of ${held.length} drops, \`sluice hold list${flags}\` has them all` : say``;
    return [
      ...command(say`load it as it is${each}`, `sluice hold accept ${first.key}${flags}`),
      ...command(say`refuse it, and have it delivered again`, `sluice hold reject ${first.key}${flags}`),
    ];
  }
  const again = drops.find((drop) => drop.decidedBy === null && mayPass(drop));
  if (again)
    return command(say`try it again, once contract or limits have changed`, `sluice replay ${again.key}${flags}`);
  const rejected = drops.find(({ outcome, decidedBy }) => outcome === "rejected" && decidedBy !== null);
  if (rejected)
    return command(
      say`if that was wrong, bring it back by the contract of today`,
      `sluice replay ${rejected.key}${flags}`,
    );
  const bad = drops.find((drop) => drop.outcome === "committed" && quarantined(drop) > 0);
  return bad ? replayCommands(bad, flags) : [];
}

const broken: ReadonlySet<string> = new Set<string>(BROKEN_CODES);

function mayPass({ outcome, reason, report }: DropStory): boolean {
  const code = reason?.code ?? report?.reasons[0]?.code ?? "";
  return outcome === "poison" || (outcome === "rejected" && !broken.has(code));
}

/** Late rows are late by any contract: what brings them in is to say that they may be. */
function replayCommands({ key, report }: DropStory, flags: string): CommandView[] {
  const failed = (report?.rules ?? []).filter((rule) => rule.severity === "error" && rule.failed > 0);
  if (!failed.some(({ id }) => id === LATE)) {
    return command(say`once the contract is mended, bring the rows in`, `sluice replay ${key}${flags}`);
  }
  const mended = failed.length > 1 ? say`once the contract is mended, ` : say``;
  return command(say`${mended}bring the rows in, late ones too`, `sluice replay ${key} --backfill${flags}`);
}

function stuckCommands(story: RunStory): CommandView[] {
  const { stuck, plan } = story;
  if (!stuck) return [];
  return command(say`once the reason is gone`, `sluice ledger resume ${plan.dataset}${commandFlags(story)}`);
}

function waitingCommands(story: RunStory): CommandView[] {
  const { waiting, plan } = story;
  if (!waiting) return [];
  const flags = commandFlags(story);
  return [
    ...command(say`see the publication`, `sluice ledger show ${plan.dataset} ${waiting.number}${flags}`),
    ...command(say`once the reason is gone, or to see whether it is`, `sluice reconcile${flags}`),
  ];
}

/** Where nothing of this run has to be decided, but something of before has, or nothing has come. */
function waitCommands(story: RunStory): CommandView[] {
  const { drops, stillHeld, missing } = story;
  const flags = commandFlags(story);
  const here = drops.some(({ outcome }) => outcome === "held");
  return [
    ...(stillHeld.length > 0 && !here ? command(say`decide about what is still held`, `sluice hold list${flags}`) : []),
    ...(missing.length > 0 && drops.length === 0 ? command(say`see what has arrived`, `sluice status${flags}`) : []),
  ];
}

/**
 * To be pasted in the folder of the contracts. None, if a line of it cannot be said in a mail: better no command than one
 * that does something else.
 */
export function command(purpose: Said, text: string | readonly string[]): CommandView[] {
  const [first = "", ...more] = [text].flat();
  const lines = [first.replace(/^sluice /, "npx sluice "), ...more].map(sayCommand);
  return lines.length > 0 && lines.every((line) => line !== null) ? [{ purpose, lines }] : [];
}
