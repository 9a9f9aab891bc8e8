// A dataset as a naive model has it: every row that ever came is an object that knows where it is. The ledger that the
// real code reads is written from the same events, so that what the page adds up can be counted one by one.
import type { Entry } from "../../../lakehouse/ledger/entry.ts";
import type { BatchDrop, Publication, PublishedCounts } from "../../../lakehouse/ledger/publication.ts";
import type { Report } from "../../../lakehouse/plan/report.ts";
import type { DatasetState } from "../../../lakehouse/run/state.ts";
import { entryOf, publicationOf, type Reason, reportOf } from "./ledger-values.ts";

/** `again`: it came in once more, as a replay. `gone`: its drop gave way to a re-upload. */
type Place = "waiting" | "quarantined" | "again" | "table" | "overwritten" | "lost" | "gone" | "nowhere";

export interface WorldRow {
  readonly key: string;
  readonly drop: WorldDrop;
  readonly index: number;
  /** True: an exact duplicate inside its drop, which its files leave out. */
  readonly twin: boolean;
  readonly bad: boolean;
  place: Place;
  /** Of a replay: the row as it came before. */
  readonly before: WorldRow | null;
}

type Identity = Pick<Arrived, "name" | "day" | "arrived">;

export class WorldDrop {
  readonly key: string;
  readonly name: string;
  readonly day: string;
  readonly arrived: string;
  readonly replayOf: WorldDrop | null;
  readonly rows: readonly WorldRow[];
  entry: Entry;
  report: Report | null;
  /** False: gave way, or ended unpublished. */
  live = true;
  /** Number of the one that loaded it. */
  publication: number | null = null;

  constructor(
    world: Pick<World, "dataset" | "plan" | "drops">,
    { name, day, arrived }: Identity,
    { rows, replayOf, report }: Content,
  ) {
    const number = String(world.drops.length + 1).padStart(6, "0");
    this.key = Buffer.from(`${world.dataset.slice(0, 6).padEnd(6, "_")}${number}`).toString("hex");
    this.name = name;
    this.day = day;
    this.arrived = arrived;
    this.replayOf = replayOf;
    this.rows = rows.map((row, index) => ({ ...row, index, drop: this, place: "waiting" }));
    this.report = reportOf(world, this, report);
    this.entry = entryOf(world, this);
  }
}

interface Content {
  readonly rows: readonly Pick<WorldRow, "key" | "bad" | "twin" | "before">[];
  readonly replayOf: WorldDrop | null;
  readonly report: Partial<Report>;
}

export interface NewRow {
  readonly key: string;
  readonly bad?: boolean;
  readonly twin?: boolean;
}

export interface Arrived {
  readonly name: string;
  readonly day: string;
  readonly arrived: string;
  readonly rows: readonly NewRow[];
  readonly report?: Partial<Report>;
}

export class World {
  readonly dataset: string;
  readonly keyed: boolean;
  readonly plan: string;
  readonly drops: WorldDrop[] = [];
  readonly log: Publication[] = [];
  #table: WorldRow[] = [];

  constructor(dataset: string, keyed: boolean, plan = "0".repeat(64)) {
    this.dataset = dataset;
    this.keyed = keyed;
    this.plan = plan;
  }

  get table(): readonly WorldRow[] {
    return this.#table;
  }

  get state(): DatasetState {
    const drops = this.drops.map(({ entry, report }) => ({ entry, report }));
    const arrival = ({ entry: { drop } }: { readonly entry: Entry }) => `${drop.arrived} ${drop.key}`;
    return {
      dataset: this.dataset,
      drops: drops.sort((a, b) => (arrival(a) < arrival(b) ? -1 : 1)),
      log: [...this.log],
    };
  }

  /** READY, with its report. */
  arrive({ rows, report = {}, ...identity }: Arrived): WorldDrop {
    const content = rows.map(({ key, bad = false, twin = false }) => ({ key, bad, twin, before: null }));
    return this.#add(new WorldDrop(this, identity, { rows: content, replayOf: null, report }));
  }

  /** All rows of a committed drop's quarantine file; those that `mended` names are good now. */
  replay(origin: WorldDrop, mended: (row: WorldRow) => boolean): WorldDrop {
    const left = origin.rows.filter(({ bad }) => bad);
    const rows = left.map((row) => ({ key: row.key, bad: !mended(row), twin: false, before: row }));
    return this.#add(new WorldDrop(this, origin, { rows, replayOf: origin, report: {} }));
  }

  /** Ended, or held, without a publication. */
  settle(drop: WorldDrop, state: Entry["state"], reason: Reason, more: { readonly report?: null } = {}): void {
    const step = { at: drop.arrived, state, round: drop.entry.round, attempt: 1, by: null };
    drop.entry = { ...drop.entry, state, reason, history: [...drop.entry.history, step] };
    if (more.report === null) drop.report = null;
    if (state === "HELD") return;
    drop.live = false;
    for (const row of drop.rows) row.place = "nowhere";
  }

  /** Loads and commits these; rows of `former` drops give way. Entries follow when the log goes on, or by `project`. */
  publish(batch: readonly WorldDrop[], former: readonly WorldDrop[] = []): Publication {
    this.project();
    const counts = this.#merge(batch, former);
    const publication = publicationOf(this, batch.map(batchDrop), counts, former);
    this.log.push(publication);
    for (const drop of batch) drop.publication = publication.number;
    return publication;
  }

  project(): void {
    for (const drop of this.drops) {
      const { publication } = drop;
      if (publication !== null) drop.entry = { ...drop.entry, state: "COMMITTED", publication };
    }
  }

  #add(drop: WorldDrop): WorldDrop {
    this.drops.push(drop);
    return drop;
  }

  #merge(batch: readonly WorldDrop[], former: readonly WorldDrop[]): PublishedCounts {
    const good = batch.flatMap(({ rows }) => rows.filter(({ bad }) => !bad));
    const files = good.filter(({ twin }) => !twin);
    for (const row of batch.flatMap(({ rows }) => rows)) {
      if (row.bad) row.place = "quarantined";
      else if (row.twin) row.place = "lost";
      if (row.before?.drop.live) row.before.place = "again";
    }
    const outcome = this.keyed ? this.#mergeKeyed(files, former) : this.#append(files, former);
    for (const drop of former) {
      drop.live = false;
      for (const row of drop.rows) row.place = "gone";
    }
    const loaded = files.filter(({ place }) => place === "table").length;
    return { good: good.length, loaded, duplicates: good.length - loaded, ...outcome, bytesScanned: 0 };
  }

  #append(files: readonly WorldRow[], former: readonly WorldDrop[]) {
    const kept = this.#table.filter(({ drop }) => !former.includes(drop));
    const replaced = this.#table.length - kept.length;
    this.#table = [...kept, ...files];
    for (const row of files) row.place = "table";
    return { updated: 0, replaced };
  }

  #mergeKeyed(files: readonly WorldRow[], former: readonly WorldDrop[]) {
    let updated = 0;
    for (const those of Map.groupBy(files, ({ key }) => key).values()) {
      const newest = those.reduce((best, row) => (isNewer(row, best) ? row : best));
      for (const row of those) row.place = "lost";
      const at = this.#table.findIndex(({ key }) => key === newest.key);
      const held = this.#table[at];
      if (held && !former.includes(held.drop) && !isNewer(newest, held)) continue;
      newest.place = "table";
      if (!held) this.#table.push(newest);
      else {
        held.place = "overwritten";
        updated += 1;
        this.#table[at] = newest;
      }
    }
    const kept = this.#table.filter(({ drop }) => !former.includes(drop));
    const replaced = this.#table.length - kept.length;
    this.#table = kept;
    return { updated, replaced };
  }
}

function isNewer(a: WorldRow, b: WorldRow): boolean {
  const order = ({ drop, index }: WorldRow) => `${drop.arrived} ${drop.key} ${String(index).padStart(6, "0")}`;
  return order(a) > order(b);
}

function batchDrop({ key, day, name, arrived, report, rows }: WorldDrop): BatchDrop {
  const { good, duplicates } = report?.rows ?? { good: 0, duplicates: 0 };
  const files = (report?.files.good ?? []).map(({ uri, generation, rows }) => ({ uri, generation, rows }));
  const partitions = [{ id: day.replaceAll("-", ""), rows: rows.length }];
  return { key, day, round: 1, name, arrived, good, duplicates, files, partitions, former: null };
}
