// The set-up of Python's packages, with programs that stand for uv and Python: what is started, and what is said.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { projectFolder } from "../layout/tree.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-setup-"));
  mkdirSync(join(folder, "path"));
  mkdirSync(join(folder, "templates"));
  writeFileSync(join(folder, "templates/uv.lock"), "version = 1\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program on PATH, which writes down how it was called. */
function program(name: string, does: string, at = join(folder, "path")): void {
  writeFileSync(join(at, name), `#!/bin/sh\necho "${name} $*" >> ${join(folder, "calls")}\n${does}\n`);
  chmodSync(join(at, name), 0o755);
}

const makesVenv = "case $1 in sync) /bin/mkdir -p .venv/bin; echo > .venv/bin/python;; esac";
const isPython = `case "$1 $2 $3" in
  "-m venv --clear") /bin/mkdir -p .uv/bin; /bin/cp ${"$0"} .uv/bin/python; /bin/cp "$UV" .uv/bin/uv;;
esac`;
const failing = (said: string) => `case $1 in sync) echo "${said}" >&2; exit 2;; esac`;

function setUp(env: Readonly<Record<string, string>> = {}) {
  const code = `
    import { once } from ${JSON.stringify(join(projectFolder, "scripts/setup.mjs"))};
    import { setUpPython } from ${JSON.stringify(join(projectFolder, "scripts/python.mjs"))};
    const [, folder] = process.argv;
    const told = { what: "Python packages", size: "700 MB", leftOut: "tests of templates" };
    try { await setUpPython({ ...told, folder, uvFolder: folder + "/.uv", once }) } catch (error) { console.error(error.message); process.exitCode = error.exitCode }`;
  rmSync(join(folder, "calls"), { force: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", code, join(folder, "templates")],
    { env: { PATH: join(folder, "path"), ...env }, encoding: "utf8" },
  );
  const calls = existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
  return { status, said: stderr.replace(/ready after \d+ s/, "ready"), calls };
}

const LEFT_OUT =
  "sluice: no Python from 3.11 to 3.13 was found: tests of templates are left out. " +
  "Install one (python.org), or uv (docs.astral.sh/uv), then start again.\n";
const SYNC = "uv sync --locked --all-extras --no-progress";

test("the uv on PATH installs once, and again when the lock file or the Python has changed", () => {
  program("uv", makesVenv);
  const first = "sluice: first start: installing Python packages (about 700 MB on disk) …\nsluice: ready\n";
  const again = first.replace("first start", "the list of Python packages changed");
  expect(setUp()).toEqual({ status: 0, said: first, calls: ["uv --version", SYNC] });
  expect(setUp()).toEqual({ status: 0, said: "", calls: [] });
  writeFileSync(join(folder, "templates/uv.lock"), "version = 2\n");
  expect(setUp()).toEqual({ status: 0, said: again, calls: ["uv --version", SYNC] });
  rmSync(join(folder, "templates/.venv/bin/python"));
  expect(setUp()).toEqual({ status: 0, said: again, calls: ["uv --version", SYNC] });
});

describe("where uv does not run", () => {
  test("a Python that does brings a pinned one, for the project alone", () => {
    program("uv", "echo 'no version is set for uv' >&2; exit 127"); // a version manager's placeholder
    program("python3", "exit 127");
    program("python3.12", isPython);
    const real = mkdtempSync(join(folder, "uv-"));
    program("uv", makesVenv, real);
    const { status, calls } = setUp({ UV: join(real, "uv") });
    expect(status).toBe(0);
    expect(calls.filter((call) => !call.startsWith("python3 "))).toEqual([
      "uv --version",
      expect.stringMatching(/^python3\.12 -c import sys/),
      `python3.12 -m venv --clear ${join(folder, "templates/.uv")}`,
      expect.stringMatching(/^python3\.12 -m pip install .*uv==\d+\.\d+\.\d+$/),
      SYNC,
    ]);
    writeFileSync(join(folder, "templates/uv.lock"), "version = 2\n");
    expect(setUp().calls).toEqual(["uv --version", "uv --version", SYNC]); // its own is there now
  });

  test("and no Python is new enough, one line says what is left out, at every start", () => {
    program("python3", "exit 1");
    expect([setUp(), setUp()]).toMatchObject([
      { status: 0, said: LEFT_OUT },
      { status: 0, said: LEFT_OUT },
    ]);
    expect(existsSync(join(folder, "templates/.venv"))).toBe(false);
  });
});

test("a uv that finds no Python, and may not bring one, is no failure either", () => {
  program("uv", failing("error: No interpreter found for Python >=3.11, <3.14"));
  const { status, said } = setUp();
  expect([status, said.endsWith(`…\n${LEFT_OUT}`)]).toEqual([0, true]);
  expect(setUp().calls).toEqual(["uv --version", SYNC]);
});

test.each([
  ["error: Failed to fetch: https://files.example/pyarrow.whl", "registry cannot be reached. Check the network"],
  ["error: No space left on device (os error 28)", "the disk is full. Free about 3 GB"],
  ["error: The lockfile at uv.lock needs to be updated, but --locked was provided.", "Run `uv lock` where they lie"],
  ["error: Permission denied (os error 13)", "Make dataflow-templates and composer-dags yours"],
  ["error: something new", "Python's packages cannot be installed."],
])("what uv says has its cure: %s", (said, cure) => {
  program("uv", failing(said));
  const result = setUp();
  expect(result.status).toBe(3);
  expect(result.said).toContain(`set-up failed: `);
  expect(result.said).toContain(cure);
  expect(result.said).toContain(`  ${said}`);
  expect(setUp().calls).toEqual(["uv --version", SYNC]); // nothing says that it is done
});
