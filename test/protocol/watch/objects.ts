import { type Entry, isTerminal } from "../../../lakehouse/ledger/entry.ts";
import type { Publication } from "../../../lakehouse/ledger/publication.ts";
import type { NameRecord } from "../../../lakehouse/ledger/records.ts";
import type { Report } from "../../../lakehouse/plan/report.ts";
import type { Content, ObjectMeta, Objects } from "../../../lakehouse/ports.ts";
import { judgeEntry } from "./entries.ts";
import { type Ledger, must } from "./ledger.ts";
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
      const meta = await store.write(steady(name, ledger), content, precondition);
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

/** Names of output files are random, which would make two runs of a seed differ. */
function steady(name: string, ledger: Ledger): string {
  return name.replace(/-[0-9a-f]{12}\.parquet$/, () => {
    ledger.outputs += 1;
    return `-${ledger.outputs.toString(16).padStart(12, "0")}.parquet`;
  });
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
  ["names", (ledger, name, content, dataset) => record(ledger, dataset, name, value(content))],
  ["messages", (ledger, name, content) => message(ledger, name, value(content))],
  ["open", marked],
  ["ready", marked],
]);

function entry(ledger: Ledger, name: string, after: Entry): void {
  judgeEntry(ledger, ledger.keep(name, after), after);
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
  for (const { uri, generation } of [...files.good, ...files.quarantined]) {
    must(ledger.present.get(uri) === generation, () => `${name} names ${uri}, which is not there`);
  }
  ledger.reports.set(`${drop.key}/${round}`, after);
  for (const { uri } of files.good) ledger.goodFiles.set(uri, drop.key);
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
  /^(landing\/|outbox\/[^/]+\/(pending|noted|to-send)\/|outbox\/to-send\/|ledger\/[^/]+\/(open|ready)\/)/;

function removed(ledger: Ledger, name: string): void {
  ledger.present.delete(name);
  must(REMOVABLE.test(name), () => `${name} is removed`);
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
