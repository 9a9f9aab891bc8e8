import { splice } from "../../plan/quote.ts";
import { gradeOf } from "../facts.ts";
import { publishedFindings } from "../findings/published.ts";
import type { CommandView, Section } from "../page.ts";
import type { DropStory, RunStory } from "../story.ts";
import { type Said, say, sayCommand } from "../words/say.ts";
import { checkQueryLines } from "./check-query.ts";
import { envFlag } from "./names.ts";

/** Commands to copy: to see the rows, to decide, to go on. */
export function stepsSections(story: RunStory): Section[] {
  const commands = [
    ...lookCommands(story),
    ...checkCommands(story),
    ...decideCommands(story),
    ...stuckCommands(story),
    ...waitCommands(story),
  ];
  return commands.length === 0 ? [] : [{ kind: "commands", title: say`Next step`, commands }];
}

function lookCommands(story: RunStory): CommandView[] {
  const { drops, plan } = story;
  // Rows of a replay keep the object that they came with first.
  const bad = drops.filter((drop) => quarantined(drop) > 0 && drop.replayOf === null);
  const worst = bad.toSorted((a, b) => quarantined(b) - quarantined(a))[0];
  const of = bad.length > 1 ? say` of the worst drop` : say``;
  const query = worst ? command(say`see the bad rows${of}`, quarantineQuery(story, worst)) : [];
  const told = drops.find((drop) => gradeOf(drop) !== "none" && drop.report);
  const report = told
    ? command(say`see the whole report`, `sluice report ${(worst ?? told).key}${envFlag(plan.environment)}`)
    : [];
  return [...query, ...report];
}

function quarantined({ report }: DropStory): number {
  return report?.rows.quarantined ?? 0;
}

/** On a laptop through Sluice; elsewhere SQL for BigQuery. Broken where SQL may be, never inside a literal. */
function quarantineQuery({ plan }: RunStory, { name, report }: DropStory): string[] {
  const generation = report?.drop.generation ?? "";
  if (plan.environment === "local") {
    return [
      `sluice query "SELECT _reasons, * EXCLUDE (_reasons)`,
      `  FROM ${plan.dataset}_quarantine`,
      `  WHERE _generation = '${generation}' LIMIT 100"`,
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
    ...command(say`ask ${worst.id} again`, checkQueryLines(plan, worst)),
    ...command(say`see the publication`, `sluice ledger show ${plan.dataset} ${number}${envFlag(plan.environment)}`),
  ];
}

function decideCommands({ drops, plan }: RunStory): CommandView[] {
  const env = envFlag(plan.environment);
  const held = drops.filter(({ outcome }) => outcome === "held");
  const [first] = held;
  if (first) {
    const each = held.length > 1 ? say`; for each of ${held.length} drops, \`sluice hold list\` has them all` : say``;
    return [
      ...command(say`load it as it is${each}`, `sluice hold accept ${first.key}${env}`),
      ...command(say`refuse it, and have it delivered again`, `sluice hold reject ${first.key}${env}`),
    ];
  }
  const again = drops.find(
    ({ outcome, decidedBy }) => (outcome === "rejected" || outcome === "poison") && decidedBy === null,
  );
  if (again)
    return command(say`try it again, once contract or limits have changed`, `sluice replay ${again.key}${env}`);
  const bad = drops.find((drop) => drop.outcome === "committed" && quarantined(drop) > 0);
  return bad ? command(say`once the contract is mended, bring the rows in`, `sluice replay ${bad.key}${env}`) : [];
}

function stuckCommands({ stuck, plan }: RunStory): CommandView[] {
  if (!stuck) return [];
  return command(say`once the reason is gone`, `sluice ledger resume ${plan.dataset}${envFlag(plan.environment)}`);
}

/** Where nothing of this run has to be decided, but something of before has, or nothing has come. */
function waitCommands({ drops, stillHeld, missing, plan }: RunStory): CommandView[] {
  const env = envFlag(plan.environment);
  const here = drops.some(({ outcome }) => outcome === "held");
  return [
    ...(stillHeld.length > 0 && !here ? command(say`decide about what is still held`, `sluice hold list${env}`) : []),
    ...(missing.length > 0 && drops.length === 0 ? command(say`see what has arrived`, `sluice status${env}`) : []),
  ];
}

/** None, if a line of it cannot be said in a mail: better no command than one that does something else. */
function command(purpose: Said, text: string | readonly string[]): CommandView[] {
  const lines = [text].flat().map(sayCommand);
  return lines.length > 0 && lines.every((line) => line !== null) ? [{ purpose, lines }] : [];
}
