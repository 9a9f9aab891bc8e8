import { type Entry, isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import type { NameRecord } from "../../../lakehouse/ledger/records.ts";
import type { Manifest } from "../../../lakehouse/plan/manifest.ts";
import type { Report } from "../../../lakehouse/plan/report.ts";
import type { Content, ObjectMeta, Objects } from "../../../lakehouse/ports.ts";
import { judgeEntry } from "./entries.ts";
import { equal, type Ledger, must } from "./ledger.ts";
import { judgeName, judgePublication } from "./publications.ts";

type Blame = (error: unknown) => void;

/** A store whose every change is judged at once, before anybody else does anything. */
export function watchObjects(store: Objects, ledger: Ledger, blame: Blame): Objects {
  const judged = (judge: () => void) => {
    ledger.changes += 1;
    try {
      judge();
    } catch (error) {
      blame(error);
    }
  };
  return {
    ...store,
    async write(name, content, precondition) {
      const meta = await store.write(name, content, precondition);
      judged(() => written(ledger, meta, content));
      return meta;
    },
    async copy(from, to, precondition) {
      const meta = await store.copy(from, to, precondition);
      judged(() => copied(ledger, meta));
      return meta;
    },
    async remove(name, precondition) {
      await store.remove(name, precondition);
      judged(() => removed(ledger, name));
    },
  };
}

const ONCE = /^(ledger\/[^/]+\/(reports|jobs|open|ready|epoch\.json)|plans|staging|quarantine|raw|outbox\/[^/]+\/told)/;

function written(ledger: Ledger, { name, generation }: ObjectMeta, content: Content): void {
  must(!ledger.present.has(name) || !ONCE.test(name), () => `${name} is written over`);
  ledger.present.set(name, generation);
  const [zone, dataset = "", kind = ""] = name.split("/");
  judges.get(zone === "ledger" || zone === "outbox" ? kind : "")?.(ledger, name, content, dataset);
}

type Judge = (ledger: Ledger, name: string, content: Content, dataset: string) => void;

const marked: Judge = (ledger, name) => ledger.markers.add(name);

/** By the folder that the object lies in. */
const judges: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ["drops", (ledger, name, content) => entry(ledger, name, value(content))],
  ["log", (ledger, _name, content) => publication(ledger, value(content))],
  ["reports", (ledger, name, content) => report(ledger, name, value(content))],
  ["jobs", (ledger, name, content) => manifest(ledger, name, value(content))],
  ["names", (ledger, name, content, dataset) => record(ledger, dataset, name, value(content))],
  ["messages", (ledger, name, content) => message(ledger, name, value(content))],
  ["open", marked],
  ["ready", marked],
]);

function entry(ledger: Ledger, name: string, after: Entry): void {
  const before = ledger.keep(name, after);
  if (!ledger.rebuilding) judgeEntry(ledger, before, after);
}

function publication(ledger: Ledger, after: Publication): void {
  const log = ledger.log(after.dataset);
  const before = log[after.number - 1];
  judgePublication(ledger, before, after);
  log[after.number - 1] = after;
}

function report(ledger: Ledger, name: string, after: Report): void {
  const { rows, drop, round, files } = after;
  must(name.endsWith(`/${drop.key}/${round}.json`), () => `${name} holds the report of ${drop.key}, round ${round}`);
  must(rows.in === null || rows.in === rows.good + rows.quarantined, () => `${name}: rows are lost or made`);
  const { plan, lifts } = after;
  const terms = ledger.terms.get(`${drop.key}/${round}`);
  must(equal(terms ?? null, { plan, lifts }), () => `${name} is by another plan, or other lifts, than its round`);
  // A report that comes after the end of its drop counts for nobody, and the files of its attempt may be gone.
  const entry = ledger.entry(after.dataset, drop.arrivalDay, drop.key);
  const late = entry !== undefined && (entry.round > round || isTerminal(entry.state));
  for (const { uri, generation } of late ? [] : [...files.good, ...files.quarantined]) {
    must(ledger.present.get(uri) === generation, () => `${name} names ${uri}, which is not there`);
  }
  ledger.reports.set(`${drop.key}/${round}`, after);
  for (const { uri } of [...files.good, ...files.quarantined]) ledger.named.add(uri);
  for (const { uri } of files.good) ledger.goodFiles.set(uri, drop.key);
}

function manifest(ledger: Ledger, path: string, { name, ...told }: Manifest): void {
  must(path.endsWith(`/${name}.json`), () => `${path} holds the manifest of ${name}`);
  ledger.manifests.set(name, { name, ...told });
}

function record(ledger: Ledger, dataset: string, name: string, after: NameRecord): void {
  judgeName(ledger, dataset, ledger.names.get(name), after);
  ledger.names.set(name, after);
}

/** No fact is told twice. */
function message(ledger: Ledger, name: string, { facts }: { readonly facts: readonly string[] }): void {
  for (const fact of facts) {
    const told = ledger.facts.get(fact);
    must(told === undefined || told === name, () => `${fact} is told in ${told} and in ${name}`);
    ledger.facts.set(fact, name);
  }
}

function copied(ledger: Ledger, { name, generation, crc32c, bytes }: ObjectMeta): void {
  must(!ledger.present.has(name), () => `${name} is copied over`);
  ledger.present.set(name, generation);
  if (!name.startsWith("raw/")) return;
  const key = name.replace(/^.*\/|\.parquet$/g, "");
  ledger.originals.add(key);
  const upload = ledger.uploads.get(key);
  const same = !upload || (upload.meta.crc32c === crc32c && upload.meta.bytes === bytes);
  must(same, () => `${name} is not what was uploaded as ${key}`);
}

const REMOVABLE =
  /^((landing|staging|quarantine)\/|outbox\/[^/]+\/(pending|noted|to-send)\/|outbox\/to-send\/|ledger\/[^/]+\/(open|ready)\/)/;

function removed(ledger: Ledger, name: string): void {
  ledger.present.delete(name);
  must(REMOVABLE.test(name), () => `${name} is removed`);
  must(!ledger.named.has(name), () => `${name} is removed, and a report names it`);
  const [, dataset = "", marker, day = "", key = "", round = ""] =
    /^ledger\/([^/]+)\/(open|ready)\/dt=([\d-]{10})\/([0-9a-f]{24})-(\d+)$/.exec(name) ?? [];
  if (marker === undefined) return;
  ledger.markers.delete(name);
  const present = ledger.entry(dataset, day, key);
  const over = !present || present.round > Number(round) || isTerminal(present.state);
  const settled = marker === "ready" && present?.state === "HELD";
  must(
    over || settled,
    () => `the marker ${marker} of ${key} goes while it is ${present?.state} in round ${present?.round}`,
  );
}

function value<T>(content: Content): T {
  if (content.kind !== "bytes") throw new Error("a value of the ledger that is a file");
  return JSON.parse(new TextDecoder().decode(content.bytes)) as T;
}
