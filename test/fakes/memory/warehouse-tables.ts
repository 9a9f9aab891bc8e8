import { missingPaths } from "../../../lakehouse/ports/columns.ts";
import type { JobError, JobSpec, Row, TableColumn, TableRef, TableShape } from "../../../lakehouse/ports.ts";
import {
  type Changed,
  changeKeyed,
  derive,
  look,
  type MemoryRow,
  replaceKeyless,
  type Sequence,
  within,
} from "./warehouse-rows.ts";

/** A target with what its plan's statements know of it. */
export interface MemoryTarget {
  readonly table: TableRef;
  readonly shape: TableShape;
  readonly keyed: boolean;
  readonly sequence: Sequence;
}

/** What a good file holds; `poison`: it can never be loaded; null: it is not there. */
export type FileContent = readonly MemoryRow[] | "poison" | null;

export type ChangeSpec = Extract<JobSpec, { readonly formerDrops: readonly string[] }>;

export type Derive = (
  spec: ChangeSpec,
  rowsOf: (table: TableRef) => readonly MemoryRow[] | null,
) => readonly MemoryRow[];

interface Table {
  shape: TableShape;
  rows: readonly MemoryRow[];
  /** Of the result of a look, which has no columns of a contract. */
  readonly found: readonly Row[] | null;
}

export class JobFailed extends Error {
  readonly error: JobError;
  constructor(kind: JobError["kind"], reason: string, message: string) {
    super(message);
    this.error = { kind, reason, message };
  }
}

const gone = (table: string) => new JobFailed("gone", "notFound", `table ${table} is not there`);
/** Columns that `MemoryRow` itself has. */
const OWN: ReadonlySet<string> = new Set(["key", "partition", "seq", "drop", "arrived", "row"]);

export function nameOf({ dataset, table }: TableRef): string {
  return `${dataset}.${table}`;
}

/** Tables by name. Each change happens at once, or throws `JobFailed` before anything changed. */
export class MemoryTables {
  readonly #tables = new Map<string, Table>();
  readonly #targets = new Map<string, MemoryTarget>();

  create(target: MemoryTarget): void {
    this.#targets.set(nameOf(target.table), target);
    this.#tables.set(nameOf(target.table), { shape: target.shape, rows: [], found: null });
  }

  shape(table: TableRef): TableShape | null {
    return this.#tables.get(nameOf(table))?.shape ?? null;
  }

  rows(table: TableRef): readonly MemoryRow[] | null {
    return this.#tables.get(nameOf(table))?.rows ?? null;
  }

  /** As the port shows them: columns that a row came without are NULL. */
  shown(table: TableRef): Row[] | null {
    const held = this.#tables.get(nameOf(table));
    if (!held) return null;
    if (held.found) return held.found.map((row) => ({ ...row }));
    const nulls = Object.fromEntries(held.shape.columns.map(({ name }) => [name, null]));
    return held.rows.map((row) => ({ ...nulls, ...row }));
  }

  names(dataset: string): string[] {
    const prefix = `${dataset}.`;
    return [...this.#tables.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .sort();
  }

  drop(table: TableRef): void {
    this.#tables.delete(nameOf(table));
  }

  widen(table: TableRef, columns: readonly TableColumn[]): void {
    const held = this.#tables.get(nameOf(table));
    if (!held) return;
    held.shape = { ...held.shape, columns: united(held.shape.columns, columns) };
  }

  load({ files, into, shape }: Extract<JobSpec, { kind: "load" }>, contents: readonly FileContent[]): number {
    const columns = namesIn(shape);
    const rows = contents.flatMap((content, at) => {
      const uri = files[at]?.uri;
      if (content === null) throw new JobFailed("data", "notFound", `${uri} is not there`);
      if (content === "poison") throw new JobFailed("data", "invalid", `${uri} cannot be read`);
      const unknown = content
        .flatMap((row) => Object.keys(row))
        .find((name) => !OWN.has(name) && !columns.has(name.toLowerCase()));
      if (unknown !== undefined)
        throw new JobFailed("data", "invalid", `${uri} holds ${unknown}, which the table lacks`);
      return content;
    });
    this.#make(into, { shape, rows, found: null });
    return rows.length;
  }

  copy({ from, into, partitions }: Extract<JobSpec, { kind: "copy" }>): number {
    const [source, target] = [this.#table(from), this.#table(into)];
    if (!isAlike(source.shape, target.shape)) {
      throw new JobFailed("passing", "schemaMismatch", `${nameOf(from)} is not shaped as ${nameOf(into)}`);
    }
    const copied = within(source.rows, partitions);
    const empty = partitions.find((id) => !copied.some(({ partition }) => partition === id));
    if (empty !== undefined) throw new RangeError(`copy of partition ${empty}, which ${nameOf(from)} does not hold`);
    target.rows = [...target.rows, ...copied];
    return copied.length;
  }

  look({ from, target, partitions, into }: Extract<JobSpec, { kind: "look" }>): void {
    this.#keyed(target);
    const found = look(this.#table(target).rows, this.#table(from).rows, partitions);
    this.#make(into, { shape: { columns: [], partitioning: null, clustering: [] }, rows: [], found });
  }

  change(spec: ChangeSpec): Changed["counts"] {
    const { kind, from, target, partitions, formerDrops } = spec;
    if (from === null && kind !== "replace") throw new RangeError(`a ${kind} without a staging table`);
    const [batch, held] = [from ? this.#table(from).rows : [], this.#table(target)];
    const { keyed, sequence } = this.#target(target);
    if (kind === "merge") this.#keyed(target);
    if (kind === "merge" && formerDrops.length > 0) throw new RangeError("a merge does not know former drops");
    const changed = keyed
      ? changeKeyed(held.rows, batch, partitions, formerDrops, sequence)
      : replaceKeyless(held.rows, batch, partitions, formerDrops);
    held.rows = changed.rows;
    return changed.counts;
  }

  derive(spec: ChangeSpec, make: Derive): Changed["counts"] {
    const held = this.#table(spec.target);
    const made = make(spec, (table) => this.rows(table));
    const changed = derive(held.rows, made, spec.partitions);
    held.rows = changed.rows;
    return changed.counts;
  }

  #make(into: TableRef, table: Table): void {
    const name = nameOf(into);
    if (this.#tables.has(name)) throw new JobFailed("passing", "duplicate", `table ${name} exists already`);
    this.#tables.set(name, table);
  }

  #table(table: TableRef): Table {
    const held = this.#tables.get(nameOf(table));
    if (!held) throw gone(nameOf(table));
    return held;
  }

  #target(table: TableRef): MemoryTarget {
    const target = this.#targets.get(nameOf(table));
    if (!target) throw new RangeError(`${nameOf(table)} is no target`);
    return target;
  }

  #keyed(table: TableRef): void {
    if (!this.#target(table).keyed) throw new RangeError(`${nameOf(table)} has no key to look for or to merge by`);
  }
}

function namesIn({ columns }: TableShape): Set<string> {
  return new Set(columns.map(({ name }) => name.toLowerCase()));
}

/** Further columns, and further fields of those that are there, come last. */
function united(present: readonly TableColumn[], wanted: readonly TableColumn[]): TableColumn[] {
  const find = (columns: readonly TableColumn[], name: string) =>
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  const grown = present.map((column) => {
    const fields = find(wanted, column.name)?.fields;
    return fields ? { ...column, fields: united(column.fields ?? [], fields) } : column;
  });
  return [...grown, ...wanted.filter(({ name }) => !find(present, name))];
}

function isAlike(source: TableShape, target: TableShape): boolean {
  const kept = ({ partitioning, clustering }: TableShape) => JSON.stringify([partitioning, clustering]);
  const differ = [...missingPaths(source.columns, target.columns), ...missingPaths(target.columns, source.columns)];
  return differ.length === 0 && kept(source) === kept(target);
}
