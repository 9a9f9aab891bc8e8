import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { HOLD_CODES, REASON_CODES, WARNING_CODES } from "../lakehouse/plan/report.ts";

test("docs/report.md explains every code, and no other", () => {
  const page = readFileSync(join(import.meta.dirname, "../docs/report.md"), "utf8");
  const explained = [...page.matchAll(/^\| `([A-Z_0-9]+)` \|/gm)].map(([, code]) => code);
  expect(explained.sort()).toEqual([...REASON_CODES, ...HOLD_CODES, ...WARNING_CODES].sort());
});
