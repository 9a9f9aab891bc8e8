import { type Entry, isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import type { NameRecord } from "../../../lakehouse/ledger/records.ts";
import { canonicalJson } from "../../../lakehouse/plan/canonical.ts";
import type { Manifest } from "../../../lakehouse/plan/manifest.ts";
import { entryPath, markerPath } from "../../../lakehouse/plan/names.ts";
import type { Report } from "../../../lakehouse/plan/report.ts";
import type { ObjectMeta } from "../../../lakehouse/ports.ts";
import type { Terms, Wished } from "./terms.ts";

/** What was uploaded, by drop key: what a drop's bytes are can be asked of nobody else. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly meta: ObjectMeta;
  readonly bytes: Uint8Array;
}

/** The ledger as its objects are now, kept beside the store so that every change can be judged at once. */
export class Ledger {
  readonly entries = new Map<string, Entry>();
  readonly reports = new Map<string, Report>();
  /** By dataset, oldest first. */
  readonly logs = new Map<string, Publication[]>();
  readonly names = new Map<string, NameRecord>();
  /** By the job's name. */
  readonly manifests = new Map<string, Manifest>();
  readonly markers = new Set<string>();
  /** Drop keys whose original lies in raw. */
  readonly originals = new Set<string>();
  /** Good files of reports, by URI: the drop they belong to. */
  readonly goodFiles = new Map<string, string>();
  /** Files of reports. */
  readonly named = new Set<string>();
  readonly uploads = new Map<string, Upload>();
  /** Hashes of the plans that have been deployed. */
  readonly deployed = new Set<string>();
  readonly wishes: Wished[] = [];
  /** By drop key and round. */
  readonly terms = new Map<string, Terms>();
  /** Facts of messages, with the number of the message. */
  readonly facts = new Map<string, string>();
  /** Names of everything that is there. */
  readonly present = new Map<string, string>();
  readonly #states = new Map<Entry["state"], number>();
  /** Changes so far. */
  changes = 0;
  /** Reports that were there when a launched job ended, by its name. */
  readonly reportsAtEnd = new Map<string, ReadonlySet<string>>();
  /** Entries are made again of log and reports: they do not begin where others do. */
  rebuilding = false;
  /** How often a publication began to wait for a person. */
  stuck = 0;
  /** Drops that came to an end, or to a hold, so far. */
  ended = 0;

  report(key: string, round: number): Report | undefined {
    return this.reports.get(`${key}/${round}`);
  }

  log(dataset: string): Publication[] {
    const known = this.logs.get(dataset) ?? [];
    this.logs.set(dataset, known);
    return known;
  }

  isMarked(marker: "open" | "ready", { dataset, drop, round }: Entry): boolean {
    return this.markers.has(markerPath(dataset, marker, drop.arrivalDay, drop.key, round));
  }

  entry(dataset: string, day: string, key: string): Entry | undefined {
    return this.entries.get(entryPath(dataset, day, key));
  }

  /** Drops in a state. */
  inState(...states: Entry["state"][]): Entry[] {
    return [...this.entries.values()].filter(({ state }) => states.includes(state));
  }

  has(...states: Entry["state"][]): boolean {
    return states.some((state) => (this.#states.get(state) ?? 0) > 0);
  }

  hasReady(): boolean {
    return this.has("READY");
  }

  /** The entry at a path as it is from now on; the one before. */
  keep(path: string, entry: Entry): Entry | undefined {
    const before = this.entries.get(path);
    if (before) this.#states.set(before.state, (this.#states.get(before.state) ?? 0) - 1);
    this.#states.set(entry.state, (this.#states.get(entry.state) ?? 0) + 1);
    if (entry.state === "HELD" || isTerminal(entry.state)) this.ended += 1;
    this.entries.set(path, entry);
    return before;
  }

  /** It is gone, and nobody removed it. */
  lose(name: string): void {
    const entry = this.entries.get(name);
    if (entry) this.#states.set(entry.state, (this.#states.get(entry.state) ?? 0) - 1);
    for (const kept of [this.entries, this.names, this.markers, this.present]) kept.delete(name);
  }

  isStuck(dataset: string): boolean {
    return (this.log(dataset).at(-1)?.stuck ?? null) !== null;
  }

  isPublishing(dataset: string): boolean {
    const last = this.log(dataset).at(-1);
    return last !== undefined && last.state !== "DONE" && last.state !== "ABORTED";
  }
}

export function isCommitted(ledger: Ledger, dataset: string, key: string): boolean {
  return ledger.log(dataset).some(({ state, drops }) => state === "DONE" && drops.some((one) => one.key === key));
}

export function must(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new Error(message());
}

/** As JSON values, whatever the order of their members. */
export function equal(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
