import type { Landing } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { sqlFileOf } from "./files.ts";
import { folderOf } from "./landing-folder.ts";
import type { Report } from "./lint.ts";
import type { Place } from "./problem.ts";
import { readSettings } from "./settings.ts";

const LANDING_TYPES = ["custom", "local", "s3"];
/** The bucket of a location stands for the zone; the environment knows the real one. */
const ZONE = "landing";
const DAY = String.raw`\d{4}-\d{2}-\d{2}`;

/** A derived table takes no drops. */
export function refuseLanding(root: Cursor, file: string, report: Report): null {
  for (const server of root.list("servers")) {
    const type = server.text("type") ?? "";
    if (type === "bigquery") environmentDecides(server, report);
    if (!LANDING_TYPES.includes(type)) continue;
    const sqlFile = sqlFileOf(file).split("/").at(-1);
    const message = `drops land here, and ${sqlFile} derives the same table`;
    report("landing-server", server.place, message, `remove the server, or ${sqlFile}`);
  }
  return null;
}

/** Where drops arrive; null if the contract does not say so in a way that can be read. */
export function readLanding(root: Cursor, defaulted: string[], report: Report): Landing | null {
  const servers = root.list("servers");
  for (const server of servers) if (server.text("type") === "bigquery") environmentDecides(server, report);
  const candidates = servers.filter((server) => LANDING_TYPES.includes(server.text("type") ?? ""));
  const named = candidates.filter((server) => server.text("server") === ZONE);
  const chosen = named.length === 1 ? named : candidates;
  const [server] = chosen;
  // Servers that are no list have been reported with the JSON Schema.
  const list = root.get("servers");
  if (list && list.kind !== "list") return null;
  if (!server || chosen.length > 1) {
    const where = chosen[1]?.place ?? root.get("servers")?.place ?? root.place;
    const message = server ? `${chosen.length} servers could be the landing` : "no server says where drops land";
    report(
      "landing-server",
      where,
      message,
      "write `servers: [{server: landing, type: custom, location: gs://landing/NAME/dt=*/*.parquet}]`, or put the SQL of a derived table into NAME.sql beside the contract",
    );
    return null;
  }
  return readServer(server, defaulted, report);
}

function environmentDecides(server: Cursor, report: Report): void {
  report(
    "environment-decides",
    server.place,
    "project and dataset of BigQuery come from the environment",
    "keep them as documentation, or remove the server",
  );
}

function readServer(server: Cursor, defaulted: string[], report: Report): Landing | null {
  const settings = readSettings(server, "server", report);
  const location = server.get("location") ?? server.get("path");
  const path = location ? objectPath(location, report) : null;
  const given = settings.get("objectPattern");
  defaulted.push(...settings.defaulted);
  if (!given && location && path === null) return null;
  const source = given ? given.asText() : path;
  const at = given ?? location ?? server;
  if (!source) {
    report(
      "landing-pattern",
      at.place,
      "neither `objectPattern` nor `location` names objects",
      "write `location: gs://landing/NAME/dt=*/*.parquet`",
    );
    return null;
  }
  return compile(given ? source : globPattern(source), at.place, report);
}

/** The location behind its bucket. */
function objectPath(location: Cursor, report: Report): string | null {
  const text = location.asText() ?? "";
  const match = /^[a-z0-9]+:\/\/([^/]*)\/?(.*)$/is.exec(text);
  if (match && match[1] !== ZONE) {
    report(
      "environment-decides",
      location.place,
      `the bucket ${match[1]} is ignored; the environment names it`,
      `write ${text.replace(match[1] ?? "", ZONE)}`,
    );
  }
  const path = match ? (match[2] ?? "") : text.replace(/^(\.?\/)+/, "").replace(/^landing\//, "");
  if (/[{}]/.test(path)) {
    report(
      "landing-pattern",
      location.place,
      "variables in a location are not filled in",
      "write * where names differ",
    );
    return null;
  }
  return path;
}

/** `*` is anything but a slash, `**` anything, `dt=*` a day; a folder means every Parquet file below it. */
export function globPattern(glob: string): string {
  const whole = glob === "" || glob.endsWith("/") ? `${glob}**.parquet` : glob;
  return whole
    .split(/(dt=\*(?=\/|$)|\*\*|\*|\?)/)
    .map((part) => {
      if (part === "dt=*") return `dt=(?<dt>${DAY})`;
      if (part === "**") return ".*";
      if (part === "*") return "[^\\/]*";
      return part === "?" ? "[^\\/]" : part.replace(/[\^$\\.*+?()[\]{}|]/g, "\\$&");
    })
    .join("");
}

function compile(pattern: string, where: Place, report: Report): Landing | null {
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${pattern})$`, "v");
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: .*: /s, "") : "";
    report(
      "landing-pattern",
      where,
      `the object pattern cannot be read: ${reason}`,
      "write a RegExp with flag v over the whole object name; escape ( ) [ ] { } / - | inside classes",
    );
    return null;
  }
  const day = /\(\?<dt>((?:[^\(\)\\]|\\.)*)\)/v.exec(pattern)?.[1];
  const capturesDay = pattern.includes("(?<dt>");
  if (capturesDay && (day === undefined || !capturesOnlyDays(day))) {
    report("landing-pattern", where, "the group `dt` captures something that is no day", `write (?<dt>${DAY})`);
  }
  if (whole.test("some/other dataset/file-1.parquet")) {
    report(
      "landing-too-wide",
      where,
      "the pattern matches objects of any other dataset",
      "begin it with the dataset's own folder",
    );
  }
  return { pattern, capturesDay, folder: folderOf(pattern) };
}

function capturesOnlyDays(source: string): boolean {
  const group = new RegExp(`^(?:${source})$`, "v");
  return (
    group.test("2026-11-20") && !["2026-1-2", "20261120", "x", "", "2026-11-20T00"].some((text) => group.test(text))
  );
}
