import type { JobSpec } from "../../../lakehouse/ports.ts";

/** What a call means in the story, and to what: without keys, tokens and attempts, which differ from run to run. */
export interface Described {
  readonly kind: string;
  readonly subject: string;
}

/** Names of drops by their keys. */
export type Names = ReadonlyMap<string, string>;

export function describeObject(
  op: "write" | "copy" | "remove",
  name: string,
  content: string,
  names: Names,
): Described {
  const [, zone = "", dataset = "", rest = ""] = /^([^/]+)\/([^/]*)\/?(.*)$/.exec(name) ?? [];
  // The digits of a job's name are no drop's: it may have many.
  const key = /^(?!jobs\/).*(?<![0-9a-f])([0-9a-f]{24})(?![0-9a-f])/.exec(rest)?.[1];
  const drop = key === undefined ? (/^names\/(.{6})/.exec(rest)?.[1] ?? "") : (names.get(key) ?? "a replay");
  const kind = zone === "ledger" || zone === "outbox" ? ofRecord(rest, content) : zoneKinds[zone];
  if (kind === undefined) throw new Error(`${op} of ${name}, which no kind of step fits`);
  const number = /(?<![0-9a-f])(\d{12})(?![0-9a-f])/.exec(rest)?.[1];
  const of = dataset === "to-send" ? rest.replace(/\/.*$/, "") : dataset.replace(/\.json$/, "");
  const subject = [of, drop, number === undefined ? "" : `number ${Number(number)}`];
  return { kind: op === "remove" ? `${kind} goes` : kind, subject: subject.filter((part) => part !== "").join(" ") };
}

const zoneKinds: Readonly<Record<string, string>> = {
  raw: "raw copy",
  staging: "split output",
  quarantine: "quarantine output",
  plans: "plan",
  committed: "manifest of committed files",
  landing: "upload",
};

const recordKinds: readonly (readonly [RegExp, string])[] = [
  [/^open\//, "open marker"],
  [/^ready\//, "ready marker"],
  [/^reports\//, "report"],
  [/^names\//, "name"],
  [/^refused\//, "refused marker"],
  [/^jobs\//, "manifest of a launched job"],
  [/^checkpoint/, "checkpoint"],
  [/^epoch/, "epoch"],
  [/^checks\//, "record of checks"],
  [/^pending\/checks\//, "pending checks"],
  [/^pending\//, "pending fact"],
  [/^told\//, "told fact"],
  [/^noted\//, "noted message"],
  [/^last\.json/, "outbox hint"],
];

interface Value {
  readonly state?: string;
  readonly shape?: object | null;
  readonly stuck?: object | null;
}

/** Below `ledger/<dataset>/` or `outbox/<dataset>/`. */
function ofRecord(rest: string, content: string): string | undefined {
  const { state = "", shape = null, stuck = null } = content.startsWith("{") ? (JSON.parse(content) as Value) : {};
  if (rest.startsWith("drops/")) return `entry ${state}`;
  if (rest.startsWith("messages/")) return `message ${state}`;
  if (rest.startsWith("log/"))
    return stuck ? "log stuck" : state === "PREPARED" && shape ? "log shape" : `log ${state}`;
  if (/^\d{4}-\d\d-\d\d\.json$/.test(rest)) return "mail day";
  const known = recordKinds.find(([pattern]) => pattern.test(rest))?.[1];
  return known ?? (/^\w+\/\d{12}$/.test(rest) ? "message to send" : undefined);
}

export function describeJob(id: string, { kind }: JobSpec): Described {
  const [, dataset = id, number = "", step = ""] = /^sluice-[a-z]+-(\w+)-[0-9a-f]{8}-(\d+)-(.*)-\d+$/.exec(id) ?? [];
  return { kind, subject: `${dataset} number ${number} ${step}` };
}
