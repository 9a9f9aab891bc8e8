import type { DagNoteTold } from "../message.ts";
import type { Page, Section } from "../page.ts";
import type { Addressed } from "../recipients.ts";
import { countOf, timeWords } from "../words/numbers.ts";
import { joined, type Said, saidBefore, say } from "../words/say.ts";
import { footOf } from "./foot.ts";
import { linkSection, webPage } from "./link.ts";
import { commandFlags, subjectOf } from "./names.ts";
import { command } from "./steps.ts";

/** Listed in one mail; Airflow has the rest. */
const LISTED = 10;

interface Told {
  readonly plan: Addressed;
  readonly flags: string;
  readonly now: string;
  /** The new ones first. */
  readonly notes: readonly DagNoteTold[];
  readonly to: readonly string[];
  readonly later: readonly string[];
}

/** The mail about what failed in Airflow. */
export function dagPage(told: Told): Page {
  const { plan, now, notes, to, later } = told;
  return {
    kind: "dag",
    tone: "bad",
    tag: "DAG",
    tagTone: "bad",
    subject: subjectOf(plan, "DAG", "", dagSummary(notes)),
    dataset: say`${plan.dataset}`,
    days: say``,
    about: [say`${plan.contract.title}`, say`environment ${plan.environment}`],
    state: stateOf(notes),
    news: null,
    counts: null,
    sections: [...dagSection(notes), ...stepsSection(told), ...logSection(notes), ...linkSection(plan)],
    foot: footOf({ plan, now, drops: [], checked: [] }, { to, later: { to: later, due: "" } }),
  };
}

/** `task launch failed`, `2 tasks failed, 1 run is late`. */
export function dagSummary(notes: readonly DagNoteTold[]): Said {
  const of = (kind: DagNoteTold["kind"]) => notes.filter((note) => note.kind === kind);
  const tasks = [...new Set(of("task").map(({ task, dag }) => task ?? dag))];
  const [runs, imports] = [of("deadline").length, new Set(of("import").map(({ dag }) => dag)).size];
  const parts = [
    ...(imports > 0 ? [say`${countOf(imports, "DAG")} cannot be made`] : []),
    ...(tasks.length === 1 ? [say`task ${saidBefore(tasks[0] ?? "")} failed`] : []),
    ...(tasks.length > 1 ? [say`${countOf(tasks.length, "task")} failed`] : []),
    ...(runs > 0 ? [say`${countOf(runs, "run")} ${runs === 1 ? "is" : "are"} late`] : []),
  ];
  return joined(parts, ", ");
}

function stateOf(notes: readonly DagNoteTold[]): Page["state"] {
  if (notes.some(({ kind }) => kind === "task")) {
    const meaning = say`Airflow gave up. What had been done stays done, and nothing is done twice: small drops and publications go on by themselves, large ones wait for the next run.`;
    return { word: say`RUN FAILED`, meaning };
  }
  if (notes.some(({ kind }) => kind === "import")) {
    const meaning = say`Airflow cannot make a DAG of a plan; other DAGs run as before.`;
    return { word: say`DAG BROKEN`, meaning };
  }
  return { word: say`RUN LATE`, meaning: say`A run takes longer than it was given, and goes on.` };
}

/** What failed, where, why; what is the same in several runs once. Nothing: no DAG told anything. */
export function dagSection(notes: readonly DagNoteTold[]): Section[] {
  if (notes.length === 0) return [];
  const alike = [...Map.groupBy(notes, ({ kind, dag, task }) => `${kind} ${dag} ${task}`).values()];
  const more = alike.length > LISTED ? [say`and ${countOf(alike.length - LISTED, "more", "more")}`] : [];
  return [{ kind: "list", title: say`In Airflow`, items: [...alike.slice(0, LISTED).map(itemOf), ...more] }];
}

/** Of the last run, which is still to be found in Airflow. */
function itemOf(alike: readonly DagNoteTold[]): Said {
  const last = alike.reduce((newest, note) => (note.at > newest.at ? note : newest));
  const { kind, dag, run, task, tries, at, message } = last;
  const which = alike.length > 1 ? say`${countOf(alike.length, "run")}, the last ` : say`run `;
  const runs = run === null ? say`` : say` in ${which}${saidBefore(run)}`;
  const why = message === "" ? say`` : say`: ${saidBefore(message)}`;
  const where = say`${runs}, ${timeWords(at)}${why}`;
  const name = saidBefore(dag);
  if (kind === "import") return say`${name}, ${timeWords(at)}${why}`;
  if (kind === "deadline") return say`${name} is late${where}`;
  const tried = tries > 1 ? say` after ${countOf(tries, "try", "tries")}` : say``;
  return say`${name}, task ${saidBefore(task ?? "?")} failed${tried}${where}`;
}

function stepsSection(told: Told): Section[] {
  const { plan, notes } = told;
  const flags = commandFlags(told);
  const about = notes.some(({ dataset }) => dataset === plan.dataset) ? ` ${plan.dataset}` : "";
  const commands = command(say`see what waits`, `sluice status${about}${flags}`);
  return [{ kind: "commands", title: say`Next step`, commands }];
}

/** Of the first that has one. */
function logSection(notes: readonly DagNoteTold[]): Section[] {
  const url = notes.map(({ link }) => webPage(link)).find((page) => page !== null);
  return url === undefined ? [] : [{ kind: "link", title: say`Airflow's log`, url }];
}
