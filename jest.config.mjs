import { existsSync } from "node:fs";
import { airflowPython, python } from "./test/python.ts";

// Tests are TypeScript modules, run as real ES modules (see `test` in scripts/run.mjs); swc only strips the types.
const swc = {
  swcrc: false,
  sourceMaps: "inline",
  module: { type: "es6" },
  jsc: { target: "es2024", parser: { syntax: "typescript" }, experimental: { keepImportAttributes: true } },
};

const leftOut = [
  [python, "dataflow-templates", "/test/dataflow-templates/(?!vectors/)"],
  [airflowPython, "composer-dags", "/test/composer-dags/"],
].flatMap(([needed, folder, tests]) => {
  if (existsSync(needed)) return [];
  process.stderr.write(`tests of ${folder} that need Python are left out: \`npm run setup\`\n`);
  return [tests];
});

export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", ...leftOut],
  modulePathIgnorePatterns: ["<rootDir>/out/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": ["@swc/jest", swc] },
  setupFiles: ["<rootDir>/test/one-realm.ts"],
  // The second holds docs/faults.md against what the tests have shown.
  reporters: ["default", "<rootDir>/test/faults/reporter.ts"],
  // More than cores: many tests wait for processes of their own, and for services that fail.
  maxWorkers: 3,
  // A limit for what hangs; a busy machine is no fault.
  testTimeout: 60_000,
};
