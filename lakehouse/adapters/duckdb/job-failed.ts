import type { JobError } from "../../ports.ts";

/** Thrown inside a job: it takes no effect, and this is what is recorded of it. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
  readonly error: JobError;
  constructor(kind: JobError["kind"], reason: string, message: string) {
    super(message);
    this.error = { kind, reason, message };
  }
}

/** Local paths of files by their object names, to speak of objects in messages. */
export type Located = readonly { readonly uri: string; readonly path: string }[];

/**
 * What DuckDB's error means for a job; null: it is none of DuckDB's. Values of rows stand in its messages and must not
 * leave the warehouse, so only names are taken over.
 */
export function failureOf(error: unknown, kind: string, files: Located): JobFailed | null {
  const message = error instanceof Error ? error.message.replace(/^Failed to [a-z ]+: /, "") : "";
  const name = /^((?:[A-Z][A-Za-z]* )+)Error: /.exec(message)?.[1]?.trim();
  if (name === undefined) return null;
  const [line = ""] = message.split("\n");
  if (name === "Catalog") return catalogFailure(line);
  if (name === "Binder" && kind !== "load") return new JobFailed("passing", "schemaMismatch", line);
  if (name === "Binder") return new JobFailed("data", "schemaMismatch", line);
  if (name === "IO" && line.includes("No files found")) {
    return new JobFailed("data", "notFound", `a file is not there${placeOf(message, files)}`);
  }
  if (PASSING.has(name)) return new JobFailed("passing", "backendError", `${name} Error`);
  return new JobFailed("data", "invalid", `${name} Error${placeOf(message, files)}`);
}

/** Of the machine, the disk or other work, not of the data. */
const PASSING: ReadonlySet<string> = new Set([
  "IO",
  "Out of Memory",
  "Connection",
  "FATAL",
  "INTERNAL",
  "Interrupt",
  "TransactionContext",
]);

function catalogFailure(line: string): JobFailed {
  if (/^Catalog Error: (Table|Schema|View) with name .* does not exist/.test(line)) {
    return new JobFailed("gone", "notFound", line);
  }
  if (line.includes("already exists")) return new JobFailed("passing", "duplicate", line);
  return new JobFailed("data", "invalidQuery", line);
}

function placeOf(message: string, files: Located): string {
  const file = files.find(({ path }) => message.includes(path));
  const [, column] = /casting from source column (.+)$/m.exec(message) ?? [];
  return `${file ? ` in ${file.uri}` : ""}${column ? ` in column ${column}` : ""}`;
}
