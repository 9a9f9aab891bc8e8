import { literal } from "./literal.ts";

// Names and the landing pattern, from the path of one file.

const dayFolder = /^(dt|date|day|ds)=\d{4}-\d{2}-\d{2}$/i;

export interface Landing {
  readonly dataset: string;
  /** RegExp over the object's name, the way `sluice run` matches it. */
  readonly pattern: string;
}

/** `drops/pings/dt=2026-11-20/part-0.parquet` → `pings`, `pings/dt=(?<dt>…)/part-\d+\.parquet`. */
export function landingOf(path: string, wantedName: string | null): Landing {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  const file = segments.at(-1) ?? "drop.parquet";
  const folders = segments.slice(0, -1);
  const day = folders.findLastIndex((segment) => dayFolder.test(segment));
  const home = day > 0 ? (folders[day - 1] ?? null) : null;
  const inside = day < 0 ? [] : folders.slice(day);
  const dataset = wantedName ?? datasetName(home ?? stemOf(file));
  const pattern = [...(home === null ? [] : [literal(home)]), ...inside.map(folderPattern), filePattern(file)].join(
    "\\/",
  );
  return { dataset, pattern };
}

/** A name for tables: lower case letters, digits and _, no digit first. */
function datasetName(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/[a-z0-9](?=[A-Z][a-z])/g, "$&_")
    .toLowerCase();
  const name = plain
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
  return /^[a-z]/.test(name) ? name : name === "" ? "dataset" : `d_${name}`;
}

/** The file's name without what changes from drop to drop. */
function stemOf(file: string): string {
  const stem = file.replace(/(\.[A-Za-z]+)?\.parquet$/i, "").replace(/\.[A-Za-z0-9]{1,8}$/, "");
  return stem.replace(/[-_.]?\d[\d\-_.T:Z]*$/, "") || stem;
}

function folderPattern(segment: string): string {
  const [name = ""] = segment.split("=");
  return dayFolder.test(segment) ? `${literal(name)}=(?<dt>\\d{4}-\\d{2}-\\d{2})` : digitsOpen(segment);
}

/** Numbers in a file's name change from drop to drop; a name without any may get a suffix. */
function filePattern(file: string): string {
  const dot = file.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [file.slice(0, dot), file.slice(dot)] : [file, ""];
  const dated = /\d{4}-\d{2}-\d{2}/.exec(stem);
  if (dated) {
    const [before, after] = [stem.slice(0, dated.index), stem.slice(dated.index + 10)];
    return `${digitsOpen(before)}\\d{4}-\\d{2}-\\d{2}${digitsOpen(after)}${literal(ending)}`;
  }
  return /\d/.test(stem) ? digitsOpen(stem) + literal(ending) : `${literal(stem)}[^\\/]*${literal(ending)}`;
}

function digitsOpen(text: string): string {
  return text
    .split(/(\d+)/)
    .map((part, index) => (index % 2 === 1 ? "\\d+" : literal(part)))
    .join("");
}
