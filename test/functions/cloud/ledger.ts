import { type Entry, EntrySchema } from "../../../lakehouse/ledger/entry.ts";
import { type Publication, PublicationSchema } from "../../../lakehouse/ledger/publication.ts";
import { bucketName, type Zone } from "../../../lakehouse/plan/cloud/names.ts";
import { type Report, ReportSchema } from "../../../lakehouse/plan/report.ts";
import type { Deployed } from "./deployed.ts";

// The ledger as it lies in its bucket, looked at by nobody's account and without a call.

type Place = Pick<Deployed, "cloud">;

/** Drops of a dataset, or of all; in the order of their objects' names, then generations. */
export function entriesOf(place: Place, dataset = ""): Entry[] {
  const entries = namesIn(place, "ledger", dataset).filter((name) => /\/drops\/dt=/.test(name));
  return entries
    .map((name) => EntrySchema.parse(jsonAt(place, name)))
    .sort((a, b) => compare(a.drop.name, b.drop.name) || compare(BigInt(a.drop.generation), BigInt(b.drop.generation)));
}

/** Drops of one object's name, the oldest generation first. */
export function dropsOf(place: Place, name: string): Entry[] {
  return entriesOf(place).filter(({ drop }) => drop.name === name);
}

export function reportsOf(place: Place, { dataset, drop }: Entry): Report[] {
  const reports = namesIn(place, "ledger", `${dataset}/reports/${drop.key}/`);
  return reports.map((name) => ReportSchema.parse(jsonAt(place, name)));
}

/** Oldest first. */
export function publicationsOf(place: Place, dataset: string): Publication[] {
  const log = namesIn(place, "ledger", dataset).filter((name) => /^\w+\/log\/\d+\.json$/.test(name));
  return log.map((name) => PublicationSchema.parse(jsonAt(place, name)));
}

export function namesIn({ cloud }: Place, zone: Zone, prefix = ""): string[] {
  return cloud.storage.list(bucketName(cloud.environment, zone), prefix).map(({ name }) => name);
}

/** Of an object that is there. */
export function textAt({ cloud }: Place, zone: Zone, name: string): string {
  return cloud.storage.get(bucketName(cloud.environment, zone), name)?.bytes.toString() ?? "";
}

function jsonAt(place: Place, name: string): unknown {
  return JSON.parse(textAt(place, "ledger", name));
}

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}
