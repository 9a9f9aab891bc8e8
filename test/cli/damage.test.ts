import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { sampleOf } from "../sample.ts";
import { openProject, sluice } from "./sluice.ts";

// Each kind of object of a lake, removed, filled with what is no JSON, or with JSON of another kind: every command says
// so or goes on without it, verify names the object, and what can be made again is good again.

jest.setTimeout(60_000);

let project: Awaited<ReturnType<typeof openProject>>;
const path = (...parts: string[]) => join(project.folder, ...parts);
const day = (n: number) => `pings/dt=2026-11-${n}/part-0.parquet`;

beforeAll(async () => {
  project = await openProject();
  expect((await sluice(project.folder, ["run", ...[20, 21, 22].map((n) => `drops/${day(n)}`)])).code).toBe(1);
});
afterAll(() => project.close());

const ways = { removed: null, "no JSON": "XX{", "other JSON": '{"format":"sluice/other/1"}' } as const;

interface Kind {
  /** Of the first object of the kind. */
  readonly name: RegExp;
  /** `rebuild` makes it again; `restore`: a backup alone has it; `remove`: whoever removes it loses little. */
  readonly cure: "rebuild" | "restore" | "remove";
  /** How a loss that cannot be told from "never was" is meant to be. */
  readonly silent?: readonly (keyof typeof ways)[];
}

const kinds: Readonly<Record<string, Kind>> = {
  entry: { name: /^ledger\/pings\/drops\/.*\.json$/, cure: "rebuild" },
  report: { name: /^ledger\/pings\/reports\/.*\.json$/, cure: "restore" },
  publication: { name: /^ledger\/pings\/log\/.*\.json$/, cure: "restore" },
  name: { name: /^ledger\/pings\/names\//, cure: "rebuild" },
  epoch: { name: /^ledger\/pings\/epoch\.json$/, cure: "rebuild" },
  checkpoint: { name: /^ledger\/pings\/checkpoint\.json$/, cure: "rebuild", silent: ["removed"] },
  plan: { name: /^plans\//, cure: "rebuild" },
  manifest: { name: /^committed\/pings\//, cure: "rebuild" },
  message: { name: /^outbox\/pings\/messages\//, cure: "remove", silent: ["removed"] },
  "mails of a day": { name: /^outbox\/by-day\//, cure: "remove", silent: ["removed"] },
  original: { name: /^raw\/pings\//, cure: "restore" },
  "quarantine file": { name: /^quarantine\/pings\/dt=2026-11-21\//, cure: "restore" },
  // Its rows are in the table: it may be deleted, and nothing of it is told.
  "good file": { name: /^staging\/pings\/dt=2026-11-20\//, cure: "restore", silent: ["removed"] },
};

const commands: readonly (readonly string[])[] = [
  ["status"],
  ["hold", "list"],
  [
    "query",
    "SELECT count(*) FROM drops UNION ALL SELECT count(*) FROM pings_good UNION ALL FROM pings_quarantine SELECT count(*)",
  ],
  ["mail", "preview"],
  ["ledger", "show"],
  ["reconcile"],
  ["run", `drops/${day(20)}`],
];

const every = Object.entries(kinds).flatMap(([kind, of]) =>
  (["removed", "no JSON", "other JSON"] as const)
    .filter((way) => way !== "other JSON" || /\.json|plans|names|mess|by-day/.test(String(of.name)))
    .map((way) => [kind, way, of] as const),
);

describe.each(sampleOf(every, 6))("%s, %s", (kind, way, { name, cure, silent = [] }) => {
  const lake = `${kind} ${way}`.replaceAll(" ", "-").toLowerCase();
  const run = (...argv: readonly string[]) => sluice(project.folder, [...argv, "--lake", lake]);
  let object = "";

  beforeAll(() => {
    cpSync(path("out/lake"), path(lake), { recursive: true, preserveTimestamps: true });
    object = damage(lake, name, ways[way]);
  });
  afterAll(() => rmSync(path(lake), { recursive: true, force: true }));

  test("is told with its cure; nothing that is whole is lost; what can be made again is", async () => {
    const verified = await run("ledger", "verify");
    const isSilent = silent.includes(way);
    expect(verified.err).toBe("");
    expect(verified.code).toBe(isSilent ? 0 : 1);
    if (!isSilent) expect(verified.out).toContain(`${object} `);
    const status = await run("status");
    expect(status.code).toBe(1);
    if (!isSilent && !/^(raw|quarantine|staging)/.test(object)) expect(status.out + status.err).toContain(object);
    // A value of another shape is met where one that is no JSON is met.
    for (const argv of way === "other JSON" ? [] : commands) {
      const { code, out, err } = await run(...argv);
      expect(`${argv.join(" ")}: ${code}`).not.toMatch(/: 2$/);
      // A fault names the object, and what helps.
      if (code === 3)
        expect(`${argv.join(" ")}: ${err}`).toMatch(
          new RegExp(`${argv[0]}.*(${escaped(object)}|${keyIn(object)}).*→`, "s"),
        );
      expect(`${out}${err}`).not.toMatch(/report it with the output of SLUICE_DEBUG/);
      if (code === 3) expect(out).not.toContain("✓ nothing was left undone");
    }
    const rebuilt = await run("ledger", "rebuild", "pings");
    expect(rebuilt.code).not.toBe(3);
    if (cure === "rebuild" || isSilent) expect(rebuilt).toMatchObject({ code: 0, err: "" });
    else if (cure === "remove") for (const file of filesOf(lake, object)) rmSync(path(lake, file));
    else restore(lake, object);
    expect((await run("ledger", "verify")).out).toMatch(/^✓ 1 dataset: 0 contradictions\n$/);
    expect((await run("reconcile")).code).toBe(0);
    expect((await run("status")).out).toContain("1 drop of 1,000 rows waits for a person's decision");
    const { rows } = JSON.parse((await run("query", "SELECT count(*) AS n FROM pings", "--json")).out);
    expect(rows).toEqual([["1990"]]);
  });
});

/** The object that was damaged: its newest generation alone, as a disk or a hand would. */
function damage(lake: string, name: RegExp, content: string | null): string {
  const object = objectsIn(lake).find((one) => name.test(one));
  if (!object) throw new Error(`the lake has nothing like ${name}`);
  const files = filesOf(lake, object);
  if (content === null) for (const file of files) rmSync(path(lake, file));
  else writeFileSync(path(lake, newest(files)), content);
  return object;
}

/** From the lake that it was copied from. */
function restore(lake: string, object: string): void {
  for (const file of filesOf("out/lake", object)) {
    // To the microsecond: a file's time is its generation.
    execFileSync("cp", ["-p", path("out/lake", file), path(lake, file)]);
  }
}

function objectsIn(lake: string): string[] {
  const files = readdirSync(path(lake), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(path(lake).length + 1));
  return [...new Set(names.map((file) => file.replace(/~\d+$/, "")))].sort();
}

/** One for each generation. */
function filesOf(lake: string, object: string): string[] {
  const folder = object.replace(/[^/]+$/, "");
  const stem = object.slice(folder.length);
  const beside = readdirSync(path(lake, folder)).filter((file) => file.replace(/~\d+$/, "") === stem);
  return beside.map((file) => `${folder}${file}`);
}

function newest(files: readonly string[]): string {
  const number = (file: string) => Number(/~(\d+)$/.exec(file)?.[1] ?? 1);
  return files.toSorted((a, b) => number(a) - number(b)).at(-1) ?? "";
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const keyIn = (object: string) => /[0-9a-f]{24}/.exec(object)?.[0] ?? "no key";
