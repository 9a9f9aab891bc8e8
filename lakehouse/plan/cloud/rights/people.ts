import type { Orchestrator } from "../orchestrator.ts";
import type { Right } from "./right.ts";

/** `operators` of the environment's settings, and what a role of a contract may be. */
export const PEOPLE = ["operators", "read", "readClassified", "write"] as const;
export type PeopleName = (typeof PEOPLE)[number];
export type Access = Exclude<PeopleName, "operators">;

const MACHINE: readonly Orchestrator[] = ["airflow-vm"];

/** Files hold every row and every column, whatever the table shows. */
const FILES: readonly Right[] = [
  { on: "folder", zone: "staging", role: "storage.objectViewer", why: "its published files, for readers of the lake" },
  { on: "folder", zone: "committed", role: "storage.objectViewer", why: "which of them count" },
];
/** Whether files are there, not what they hold. */
const LISTED: readonly Right[] = (["raw", "staging", "quarantine"] as const).map((zone) => ({
  on: "zone",
  zone,
  role: "storage.legacyBucketReader",
  why: "`sluice status`: whether files of the ledger are there; none is read",
}));
const TABLE: Right = {
  on: "table",
  role: "bigquery.dataViewer",
  why: "its table; queries are paid by the reader's project",
};

export const PEOPLE_RIGHTS: Readonly<Record<PeopleName, readonly Right[]>> = {
  operators: [
    { on: "function", target: "decide", role: "run.invoker", why: "accept, reject, replay, resume; in their own name" },
    { on: "zone", zone: "ledger", role: "storage.objectViewer", why: "`sluice status`, `report`, `ledger`" },
    { on: "zone", zone: "committed", role: "storage.objectViewer", why: "`sluice ledger`: files that count" },
    { on: "zone", zone: "outbox", role: "storage.objectViewer", why: "`sluice status`, `mail`: what was told" },
    { on: "zone", zone: "plans", role: "storage.objectViewer", why: "rules of the drops that they look at" },
    ...LISTED,
    { on: "machine", role: "iap.tunnelResourceAccessor", only: MACHINE, why: "Airflow's page, by a tunnel" },
  ],
  read: [TABLE, ...FILES],
  readClassified: [
    TABLE,
    { on: "policyTags", role: "datacatalog.categoryFineGrainedReader", why: "its classified columns too" },
    ...FILES,
  ],
  // To upload again under a name is to delete what lies there; originals are kept in raw.
  write: [{ on: "folder", zone: "landing", role: "storage.objectUser", why: "uploads drops, also again under a name" }],
};

/** What limits a role's view of a dataset. */
export interface View {
  /** The role has a row filter. */
  readonly filtered: boolean;
  /** The dataset has classified columns. */
  readonly classified: boolean;
}

/** Rights of a contract's role on its dataset. Who may not see all of the table has no right to the files behind it. */
export function rightsOfRole(access: Access, { filtered, classified }: View): readonly Right[] {
  const seesAll = !filtered && (!classified || access === "readClassified");
  return PEOPLE_RIGHTS[access].filter(
    (right) => (seesAll || !FILES.includes(right)) && (classified || right.on !== "policyTags"),
  );
}
