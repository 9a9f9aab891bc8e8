// Tests are TypeScript modules, run as real ES modules (see `test` in scripts/run.mjs); swc only strips the types.
const swc = {
  swcrc: false,
  sourceMaps: "inline",
  module: { type: "es6" },
  jsc: { target: "es2024", parser: { syntax: "typescript" }, experimental: { keepImportAttributes: true } },
};

export default {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/out/"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": ["@swc/jest", swc] },
  setupFiles: ["<rootDir>/test/one-realm.ts"],
  maxWorkers: 2,
  // A limit for what hangs; a busy machine is no fault.
  testTimeout: 60_000,
};
