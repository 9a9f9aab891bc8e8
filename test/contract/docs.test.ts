import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { LINT_RULES } from "../../lakehouse/contract/lint.ts";
import { readContract } from "../../lakehouse/contract/read.ts";
import { MODELINE } from "../../lakehouse/contract/schema.ts";
import { SETTINGS } from "../../lakehouse/contract/settings.ts";
import { checkGolden } from "../golden.ts";

const PAGE = join(import.meta.dirname, "..", "..", "docs", "contracts.md");

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

function filled(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = page.indexOf(start) + start.length;
  return `${page.slice(0, from)}\n${content}\n${page.slice(page.indexOf(end))}`;
}

test("the tables are the code's", () => {
  const page = readFileSync(PAGE, "utf8");
  const settings = Object.entries(SETTINGS).map(([name, [level, value, standard, meaning]]) => [
    `\`${name}\``,
    level,
    value,
    standard,
    meaning,
  ]);
  const lint = Object.entries(LINT_RULES).map(([rule, [severity, meaning]]) => [`\`${rule}\``, severity, meaning]);
  const renewed = filled(
    filled(page, "settings", table(["customProperty", "of the", "value", "default", "what it says"], settings)),
    "lint",
    table(["rule", "severity", "what holds"], lint),
  );
  checkGolden(PAGE, renewed, "test/contract/docs.test.ts");
});

test("the shortest contract on the page is one, and the schema line is the real one", () => {
  const page = readFileSync(PAGE, "utf8");
  const example = /```yaml\n(apiVersion.*?)```/s.exec(page)?.[1] ?? "";
  expect(readContract(example, "clicks.odcs.yaml").problems).toEqual([]);
  expect(page).toContain(MODELINE);
});
