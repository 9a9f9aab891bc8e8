// Holds the project's own layout, and proves on small made-up files that the checker can fail.
import { describe, expect, test } from "@jest/globals";
import { layoutProblems, sizeReport } from "./layout/rules.ts";
import { readTree } from "./layout/tree.ts";

const problems = (path: string, text: string) => layoutProblems([{ path, text }]);

test("the project keeps its own layout", () => {
  const sources = readTree();
  expect(sources.map(({ path }) => path)).toContain("test/layout.test.ts");
  expect(layoutProblems(sources)).toEqual([]);
});

describe("imports go one way", () => {
  test.each([
    ["lakehouse/contract/read.ts", "../plan/plan.ts", "contract/ knows no plan"],
    ["lakehouse/plan/names.ts", "../ports.ts", "pure and lowest"],
    ["lakehouse/ports.ts", "./engine/split.ts", "lakehouse/run/ joins them"],
    ["lakehouse/engine/split.ts", "../publish/load.ts", "lakehouse/run/ joins them"],
    ["lakehouse/ledger/log.ts", "../publish/load.ts", "lakehouse/run/ joins them"],
    ["lakehouse/notify/mail.ts", "../ledger/log.ts", "lakehouse/run/ joins them"],
    ["lakehouse/run/process.ts", "../adapters/gcs.ts", "only lakehouse/environment.ts picks adapters"],
    ["lakehouse/cli/plan.ts", "../adapters/gcs.ts", "only lakehouse/environment.ts picks adapters"],
    ["lakehouse/cli/plan.ts", "../engine/split.ts", "let lakehouse/run/ do it"],
    ["lakehouse/run/process.ts", "../environment.ts", "only cli/ and functions/ open the environment"],
    ["lakehouse/run/process.ts", "../catalog.ts", "contracts are read at the edge"],
    ["lakehouse/engine/split.ts", "../run/process.ts", "lakehouse/run/ is above"],
    ["lakehouse/adapters/gcs.ts", "../ledger/log.ts", "an adapter fulfils a port"],
    ["lakehouse/run/process.ts", "../../test/fakes/clock.ts", "product code knows nothing of these"],
    ["lakehouse/run/process.ts", "../../infra/main.ts", "nothing imports infra/"],
    ["functions/split/main.ts", "../../infra/main.ts", "nothing imports infra/"],
    ["infra/main.ts", "../lakehouse/adapters/gcs.ts", "compute it in lakehouse/plan/"],
    ["infra/main.ts", "../functions/split/main.ts", "compute it in lakehouse/plan/"],
    ["functions/split/trigger.ts", "../../lakehouse/plan/plan.ts", "a trigger file imports nothing"],
    ["lakehouse/run/process.ts", "../../../elsewhere/x.ts", "outside the project"],
    ["lakehouse/run/process.ts", "../cloud/x.ts", "belongs to no known folder"],
  ])("%s may not import %s", (path, target, cure) => {
    expect(problems(path, `import { x } from '${target}';`)).toEqual([expect.stringContaining(cure)]);
  });

  test.each([
    ["lakehouse/plan/plan.ts", "../contract/contract.ts"],
    ["lakehouse/contract/lint.ts", "./schemas/odcs.schema.json"],
    ["lakehouse/engine/split.ts", "../contract/contract.ts"],
    ["lakehouse/publish/load.ts", "../ledger/log.ts"],
    ["lakehouse/run/process.ts", "../engine/split.ts"],
    ["lakehouse/environment.ts", "./adapters/gcs.ts"],
    ["lakehouse/cli/plan.ts", "../catalog.ts"],
    ["functions/split/main.ts", "./trigger.ts"],
    ["functions/split.ts", "./split.trigger.ts"],
    ["infra/main.ts", "../functions/split/trigger.ts"],
    ["demo/main.ts", "../lakehouse/adapters/files.ts"],
    ["test/plan/plan.test.ts", "../../lakehouse/plan/plan.ts"],
  ])("%s may import %s", (path, target) => {
    expect(problems(path, `import { x } from '${target}';`)).toEqual([]);
  });

  test.each([
    `import type { X } from '../plan/x.ts';`,
    `import '../plan/x.ts';`,
    `export { x } from '../plan/x.ts';`,
    `export type { X } from '../plan/x.ts';`,
    `export * from '../plan/x.ts';`,
    `const x = await import('../plan/x.ts');`,
    "const x = await import(`../plan/x.ts`);",
    `let x: import('../plan/x.ts').X;`,
    `const x: typeof import('../plan/x.ts') = y;`,
    `import x = require('../plan/x.ts');`,
    `const x = import.meta.resolve('../plan/x.ts');`,
  ])("seen: %s", (statement) => {
    expect(problems("lakehouse/contract/é.ts", `// é\n${statement}`)).toEqual([
      expect.stringMatching(/^lakehouse\/contract\/é\.ts:2 imports \.\.\/plan\/x\.ts: contract\/ knows no plan/),
    ]);
  });

  test("a comment or a string that looks like an import is none", () => {
    expect(problems("lakehouse/contract/x.ts", `// import '../plan/x.ts'\nconst a = "import '../plan/x.ts'";`)).toEqual(
      [],
    );
  });
});

describe("contract/ and plan/ are pure", () => {
  test("reading a file there says where the code belongs", () => {
    expect(problems("lakehouse/plan/x.ts", `import { readFileSync } from 'node:fs';`)).toEqual([
      "lakehouse/plan/x.ts:1 imports node:fs: plan/ is pure; read the file in lakehouse/catalog.ts and hand over text",
    ]);
  });

  test.each(["fs/promises", "node:crypto", "node:path", "@duckdb/node-api", "zodiac", "../../package.json"])(
    "refused: %s",
    (name) => {
      expect(problems("lakehouse/plan/x.ts", `import x from '${name}';`)).toHaveLength(1);
      expect(problems("lakehouse/run/x.ts", `import x from '${name}';`)).toEqual([]);
    },
  );

  test.each(["zod", "yaml", "ajv/dist/2019.js", "ajv-formats", "@noble/hashes/sha2.js"])("allowed: %s", (name) => {
    expect(problems("lakehouse/plan/x.ts", `import x from '${name}';`)).toEqual([]);
  });

  test.each(["Date.now()", "new Date()", "Date()", "Math.random()", "process.env.X", "fetch(url)", "import(name)"])(
    "refused: %s",
    (expression) => {
      expect(problems("lakehouse/contract/x.ts", `export const x = ${expression};`)).toHaveLength(1);
      expect(problems("lakehouse/adapters/x.ts", `export const x = ${expression};`)).toEqual([]);
    },
  );

  test.each(["new Date(0)", "Date.UTC(2026, 0)", "Math.max(1, 2)", "step.process"])("allowed: %s", (expression) => {
    expect(problems("lakehouse/contract/x.ts", `export const x = ${expression};`)).toEqual([]);
  });
});

describe("names, sizes, types", () => {
  const long = (first: string) => `${first}\n${"export {};\n".repeat(300)}`;

  test.each(["lakehouse/run/utils.ts", "lakehouse/helpers/x.ts", "models/common.py", "test/misc.test.ts"])(
    "refused: %s",
    (path) => expect(problems(path, "").join()).toContain("says nothing"),
  );

  test("more than 300 lines need a reason", () => {
    expect(problems("lakehouse/run/x.ts", long(""))).toEqual([expect.stringContaining("301 lines; split it by verb")]);
    expect(problems("lakehouse/run/x.ts", long("// long because: one table"))).toEqual([]);
    expect(problems("test/x.test.ts", long(""))).toEqual([]);
  });

  test("any is refused", () => {
    expect(problems("demo/x.ts", "const a = 1;\nexport let x: Map<string, any>;")).toEqual([
      "demo/x.ts:2 has the type any; name the type, or use unknown and look",
    ]);
  });

  test("a file in no known folder is refused", () => {
    expect(problems("lakehouse/shiny/x.ts", "")).toEqual([expect.stringContaining("belongs to no known folder")]);
  });

  test("the size report counts files and names the middle length", () => {
    const files = [3, 1, 200].map((lines, i) => ({ path: `demo/${i}.ts`, text: "x\n".repeat(lines) }));
    expect(sizeReport(files)).toEqual([{ folder: "demo", files: 3, median: 3 }]);
  });
});
