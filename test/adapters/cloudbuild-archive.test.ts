import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { archiveOf } from "../../lakehouse/adapters/cloudbuild/archive.ts";
import { readTemplate } from "../../lakehouse/catalog/templates.ts";
import { projectFolder } from "../layout/tree.ts";

const file = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });

test("`tar` finds every file of the template in it, with its bytes", async () => {
  const files = await readTemplate(join(projectFolder, "dataflow-templates"), "split");
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([".dockerignore", "Dockerfile", "requirements.lock", "split/main.py"]));
  expect(paths.filter((path) => /\.venv|__pycache__|uv\.lock|pyproject/.test(path))).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), "sluice-context-"));
  try {
    writeFileSync(join(folder, "context.tar.gz"), archiveOf(files));
    const told = execFileSync("tar", ["-xzvf", "context.tar.gz"], { cwd: folder, encoding: "utf8" });
    expect(told.trim().split("\n").sort()).toEqual(paths.toSorted());
    for (const { path, bytes } of files) expect(readFileSync(join(folder, path)).equals(bytes)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the same files are the same bytes, whatever their order; of 0, 511, 512 and 513 bytes too", () => {
  const files = [0, 511, 512, 513].map((size) => file(`f${size}`, "x".repeat(size)));
  expect(archiveOf(files).equals(archiveOf(files.toReversed()))).toBe(true);
  const listed = execFileSync("tar", ["-tvzf", "-"], { input: archiveOf(files), encoding: "utf8" });
  expect(listed.match(/ (\d+) 1970-01-01 .*f\1\n/g)).toHaveLength(4);
  // No time, and no system that wrote it.
  const head = archiveOf([]).subarray(4, 10);
  expect([head.readUInt32LE(0), head[5]]).toEqual([0, 255]);
});

test("a path that does not fit is said", () => {
  expect(() => archiveOf([file("a/".repeat(60), "")])).toThrow(/is longer than 100 bytes/);
});
