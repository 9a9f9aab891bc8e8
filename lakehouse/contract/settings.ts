import type { Cursor } from "./cursor.ts";
import { compareDecimals } from "./decimal.ts";
import type { LintRule, Report } from "./lint.ts";
import type { Place } from "./problem.ts";
import { nearest, oneOf } from "./spelling.ts";

type Level = "contract" | "server" | "schema" | "property" | "rule" | "support" | "role";
type Setting = readonly [level: Level, value: string, standard: string, meaning: string];

/** Every customProperty that Sluice reads: where, which values, what holds without it, what it means. */
export const SETTINGS = {
  objectPattern: [
    "server",
    "RegExp over the whole object name",
    "from `location`",
    "which objects in landing are drops; group `dt` (YYYY-MM-DD) is the arrival day",
  ],
  bigqueryPartitioning: [
    "schema",
    "{column, type: HOUR, DAY, MONTH or YEAR, requireFilter, expirationDays}",
    "the `partitioned` column, DAY, true, the retention",
    "how the table is cut",
  ],
  bigqueryClustering: [
    "schema",
    "up to 4 columns",
    "the key without the partition column",
    "how rows are sorted inside a partition",
  ],
  quarantineTable: ["schema", "table name", "the table's name and `_quarantine`", "where bad rows are kept"],
  onUnknownColumn: [
    "schema",
    "evolve, alert, quarantine or fail",
    "alert",
    "a drop has a column that the contract does not know",
  ],
  onMissingColumn: ["schema", "evolve, alert, quarantine or fail", "alert", "a drop lacks a column of the contract"],
  onRetypedColumn: ["schema", "evolve, alert, quarantine or fail", "fail", "a drop has a column of another type"],
  rejectDropAbovePercent: [
    "schema",
    "0 to 100",
    "20",
    "circuit breaker: with a larger share of bad rows the drop is held",
  ],
  lateWindowDays: [
    "schema",
    "whole days",
    "no window",
    "older rows, counted from the arrival day, are quarantined as `late`",
  ],
  partitionStable: [
    "schema",
    "true or false",
    "false",
    "a row never changes its partition, so the key need not hold the partition column",
  ],
  onReupload: [
    "schema",
    "merge, replace or hold",
    "merge with a key, replace without",
    "an object arrives again under its old name",
  ],
  passThrough: [
    "schema",
    "true or false",
    "false",
    "clean files are copied instead of rewritten; their rows have no `sluice_*` values",
  ],
  exactDuplicates: ["schema", "keep or remove", "keep", "rows equal in every column of one drop, where no key decides"],
  sequence: ["schema", "column", "arrival", "of two rows with one key, the one with the greater value is the newer"],
  publishEvery: [
    "schema",
    "duration such as `15 minutes`",
    "1 minute without a key, 15 minutes with one",
    "how long good rows may wait for others to be loaded with them",
  ],
  checkLimit: ["schema", "rows", "by host", "above this many rows, counting over the whole drop is not run"],
  onFail: ["rule", "quarantine or count", "count", "rows that fail an error rule whose threshold is met"],
  maxFailPercent: ["rule", "0 to 100", "no slack", "share of bad rows that a custom rule allows"],
  when: [
    "rule",
    "drop or afterPublish",
    "drop",
    "a query runs over the drop's good rows, or over the table and then only alerts",
  ],
  digest: [
    "support",
    "{error, warning: immediate or daily}",
    "error immediate, warning daily",
    "how soon this channel hears of problems",
  ],
  rowFilter: [
    "role",
    "condition over the columns, in SQL that DuckDB and BigQuery share",
    "all rows",
    "which rows a role may read; not where it is NULL",
  ],
  runbookUrl: ["contract", "URL", "none", "what to do, linked in mails"],
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

const NAMES = Object.keys(SETTINGS);

/** The customProperties of one place in the contract, typed. Settings that are left out are noted in `defaulted`. */
export class Settings {
  readonly defaulted: string[] = [];
  readonly #values: ReadonlyMap<string, Cursor>;
  readonly #report: Report;

  constructor(values: ReadonlyMap<string, Cursor>, report: Report) {
    this.#values = values;
    this.#report = report;
  }

  get(name: SettingName): Cursor | null {
    const value = this.peek(name);
    if (!value) this.defaulted.push(name);
    return value;
  }

  /** Without a note, for settings whose parts have defaults of their own. */
  peek(name: SettingName): Cursor | null {
    return this.#values.get(name) ?? null;
  }

  choice<T extends string, F extends T | null>(name: SettingName, allowed: readonly T[], fallback: F): T | F {
    const value = this.get(name);
    const text = value?.asText();
    const found = allowed.find((candidate) => candidate === text);
    if (value && found === undefined) this.#wrong(name, value, `write ${oneOf(allowed)}`);
    return found ?? fallback;
  }

  flag(name: SettingName, fallback: boolean): boolean {
    const value = this.get(name);
    if (value && value.asFlag() === null) this.#wrong(name, value, "write true or false");
    return value?.asFlag() ?? fallback;
  }

  text(name: SettingName): string | null {
    const value = this.get(name);
    if (value && !value.asText()) this.#wrong(name, value, "write text");
    return value?.asText() || null;
  }

  /** A number within the limits; null if left out or wrong. */
  number(name: SettingName, from: number, to: number, whole: boolean): number | null {
    const value = this.get(name);
    if (!value) return null;
    const found = numberWithin(value, from, to, whole);
    if (found === null) this.#wrong(name, value, `write a ${whole ? "whole " : ""}number from ${from} to ${to}`);
    return found;
  }

  place(name: SettingName, otherwise: Cursor): Place {
    return this.#values.get(name)?.place ?? otherwise.place;
  }

  #wrong(name: SettingName, value: Cursor, cure: string): void {
    this.#report("setting-value", value.place, `\`${name}\` is ${value.shown()}`, cure);
  }
}

export function numberWithin(value: Cursor, from: number, to: number, whole: boolean): number | null {
  const text = value.asDecimal();
  if (text === null || (whole && text.includes("."))) return null;
  const fits = compareDecimals(text, String(from)) >= 0 && compareDecimals(text, String(to)) <= 0;
  return fits ? Number(text) : null;
}

/** Reads the customProperties of `owner` and reports those that are misspelt, misplaced, given twice or `refused`. */
export function readSettings(
  owner: Cursor | null,
  level: Level,
  report: Report,
  refused: ReadonlySet<string> = new Set(),
): Settings {
  const values = new Map<string, Cursor>();
  for (const item of owner?.list("customProperties") ?? []) {
    const name = item.text("property");
    const value = item.get("value");
    if (name === null || value === null) continue;
    const where = item.get("property")?.place ?? item.place;
    const problem = misuse(name, level);
    if (problem) report(problem[0], where, problem[1], problem[2]);
    else if (refused.has(name)) report("derived-setting", where, `\`${name}\` says how drops are treated`, "remove it");
    else if (values.has(name)) report("setting-twice", where, `\`${name}\` is given twice`, "keep one of them");
    else values.set(name, value);
  }
  return new Settings(values, report);
}

function misuse(name: string, level: Level): [LintRule, string, string] | null {
  if (!isSetting(name)) {
    const near = nearest(name, NAMES);
    return near
      ? ["setting-misspelt", `\`${name}\` is no setting of Sluice`, `write \`${near}\`, or a name that is not so near`]
      : null;
  }
  const home = SETTINGS[name][0];
  if (home === level) return null;
  return [
    "setting-misplaced",
    `\`${name}\` is not read at a ${level}`,
    `move it to the customProperties of the ${home}`,
  ];
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
