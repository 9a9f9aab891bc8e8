import type { CheckNote, DagNoteTold, Message, Note } from "../message.ts";
import type { WeekCost } from "../outbox/week-cost.ts";
import type { Page, Section, Tone } from "../page.ts";
import type { Addressed } from "../recipients.ts";
import { countOf, daysWords, shareWords, timeWords } from "../words/numbers.ts";
import { joined, type Said, saidBefore, say } from "../words/say.ts";
import { costSection } from "./cost.ts";
import { dagSection, dagSummary } from "./dags.ts";
import { checkSections, findingSections } from "./digest-findings.ts";
import { footOf } from "./foot.ts";
import { linkSection } from "./link.ts";
import { commandFlags, subjectOf } from "./names.ts";
import { command } from "./steps.ts";

/** Drops that a digest lists. */
const DROPS = 15;

/** What has gathered. */
export interface Gathered {
  readonly plan: Addressed;
  /** Behind each command on a laptop. */
  readonly flags: string;
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Messages that are told by this digest, with all of their notes. */
  readonly due: readonly Message[];
  readonly notes: readonly Note[];
  readonly checkNotes: readonly CheckNote[];
  readonly dagNotes: readonly DagNoteTold[];
  /** Of the week; null: it is not told. */
  readonly cost: WeekCost | null;
  readonly to: readonly string[];
}

/** Each finding once. */
export function digestPage(gathered: Gathered): Page {
  const { plan, now, due, notes, checkNotes, dagNotes, to } = gathered;
  const days = daysWords(notes.map(({ arrivalDay }) => arrivalDay));
  const summary = summaryOf(gathered);
  const grave = notes.some(isGrave) || checkNotes.some(isFailed) || dagNotes.length > 0;
  return {
    kind: "digest",
    tone: grave ? "bad" : toneOf(gathered),
    tag: "DIGEST",
    tagTone: grave ? "bad" : "warn",
    subject: subjectOf(plan, "DIGEST", days, summary),
    dataset: say`${plan.dataset}`,
    days: say`${days}`,
    about: [say`${plan.contract.title}`, say`environment ${plan.environment}`],
    state: { word: stateWord(gathered), meaning: say`Since ${timeWords(due[0]?.created ?? now)}: ${summary}.` },
    news: say`Told together, because each was known already, or is no more than a warning.`,
    counts: null,
    sections: [
      ...findingSections(notes),
      ...checkSections(checkNotes),
      ...dropSections(notes, due),
      ...dagSection(dagNotes),
      ...costSection(gathered.cost),
      ...stepSections(gathered),
      ...linkSection(plan),
    ],
    foot: footOf({ plan, now, drops: [], checked: [] }, { to, later: null }, "Told in this digest"),
  };
}

function isGrave({ outcome }: Note): boolean {
  return outcome === "held" || outcome === "rejected" || outcome === "poison" || outcome === "gone";
}

function isFailed({ severity }: CheckNote): boolean {
  return severity === "error";
}

function stateWord({ notes, checkNotes, dagNotes }: Gathered): Said {
  if (notes.length + checkNotes.length === 0 && dagNotes.length > 0) return say`RUNS FAILED`;
  if (notes.some((note) => isGrave(note) || note.rows.quarantined > 0)) return say`PARTLY LOADED`;
  if (checkNotes.some(isFailed)) return say`PUBLISHED, NOT ALL CHECKS HOLD`;
  const some = checkNotes.length > 0 || notes.some(({ findings }) => findings.length > 0);
  return say`${notes.length === 0 && some ? "PUBLISHED" : "LOADED"}${some ? ", WITH WARNINGS" : ""}`;
}

function toneOf({ notes, checkNotes }: Gathered): Tone {
  return checkNotes.length > 0 || notes.some(({ findings }) => findings.length > 0) ? "warn" : "good";
}

function summaryOf({ notes, checkNotes, dagNotes, due }: Gathered): Said {
  const findings = [...notes.flatMap((note) => note.findings), ...checkNotes];
  const ids = (severity: CheckNote["severity"]) =>
    new Set(findings.filter((each) => each.severity === severity).map(({ id }) => id)).size;
  const waiting = notes.filter(isGrave).length;
  const suppressed = due.filter(({ state }) => state === "SUPPRESSED").length;
  const dead = due.filter(({ state }) => state === "DEAD").length;
  const parts = [
    ...(due.some(({ kind }) => kind === "stuck") ? [say`a publication got stuck`] : []),
    ...(due.some(({ kind }) => kind === "waiting") ? [say`a publication waits`] : []),
    ...(ids("error") > 0 ? [say`${countOf(ids("error"), "error")}`] : []),
    ...(ids("warning") > 0 ? [say`${countOf(ids("warning"), "warning")}`] : []),
    ...(notes.length > 0
      ? [say`${countOf(notes.length, "drop")}${waiting > 0 ? ` (${waiting} not loaded)` : ""}`]
      : []),
    ...(dagNotes.length > 0 ? [dagSummary(dagNotes)] : []),
    ...(due.some(({ kind }) => kind === "recovered") ? [say`good again`] : []),
    ...(dead > 0 ? [say`${countOf(dead, "mail")} that could not be sent`] : []),
    ...(suppressed > 0 ? [say`${countOf(suppressed, "mail")} suppressed by the daily cap`] : []),
  ];
  return joined(parts, ", ");
}

function dropSections(notes: readonly Note[], due: readonly Message[]): Section[] {
  if (notes.length === 0) return [];
  // A message keeps notes of its first drops alone; its facts name them all.
  const told = new Set(due.flatMap(({ facts }) => facts)).size;
  const sorted = notes.toSorted((a, b) => Number(isGrave(b)) - Number(isGrave(a)));
  const left = Math.max(told, notes.length) - Math.min(sorted.length, DROPS);
  return [
    {
      kind: "drops",
      title:
        countOf(Math.max(told, notes.length), "drop") === "1 drop"
          ? say`Drop`
          : say`${countOf(Math.max(told, notes.length), "drop")}`,
      drops: sorted.slice(0, DROPS).map((note) => ({
        tone: isGrave(note) ? "bad" : note.findings.length > 0 ? "warn" : "good",
        state: say`${note.outcome === "committed" ? "loaded" : note.outcome === "poison" ? "not checked" : note.outcome}`,
        name: saidBefore(note.name),
        words: rowsOf(note),
      })),
      more: left > 0 ? say`and ${countOf(left, "more", "more")}` : null,
    },
  ];
}

function rowsOf({ rows, arrivalDay }: Note): Said {
  if (rows.in === null) return say`arrival day ${arrivalDay}`;
  const bad = rows.quarantined > 0 ? say`, ${rows.quarantined} bad (${shareWords(rows.quarantined, rows.in)})` : say``;
  return say`${countOf(rows.in, "row")}${bad}`;
}

function stepSections(gathered: Gathered): Section[] {
  const { plan, notes, checkNotes, dagNotes } = gathered;
  const flags = commandFlags(gathered);
  const publication = checkNotes.at(-1)?.publications.at(-1);
  const held = notes.find(({ outcome }) => outcome === "held");
  const last = notes.at(-1);
  const commands = [
    ...(dagNotes.length > 0 ? command(say`see what waits`, `sluice status${flags}`) : []),
    ...(held ? command(say`decide about what is held`, `sluice hold list${flags}`) : []),
    ...(last ? command(say`see the latest report`, `sluice report ${last.key}${flags}`) : []),
    ...(publication === undefined
      ? []
      : command(say`see the publication`, `sluice ledger show ${plan.dataset} ${publication}${flags}`)),
  ];
  return commands.length > 0 ? [{ kind: "commands", title: say`Next step`, commands }] : [];
}
