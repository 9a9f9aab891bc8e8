// What both hosts must agree on, as files that the Python tests read. This host keeps them true.
import { join } from "node:path";
import { test } from "@jest/globals";
import { checkGolden } from "../../golden.ts";
import { footerVectors } from "./footers.ts";
import { launchVectors } from "./launch.ts";
import { nameVectors } from "./names.ts";
import { statementVectors } from "./statements.ts";
import { wordVectors } from "./words.ts";

test.each([
  ["footers", footerVectors],
  ["launch", launchVectors],
  ["names", nameVectors],
  ["statements", statementVectors],
  ["words", wordVectors],
])("%s.json is what this host gives", (name, make) => {
  const path = join(import.meta.dirname, `${name}.json`);
  checkGolden(path, text(make()), "test/dataflow-templates/vectors");
});

/** A line for each member of a member, so that a difference is seen where it is. */
function text(vectors: object): string {
  const parts = Object.entries(vectors).map(([name, value]) => `${JSON.stringify(name)}: ${lines(value)}`);
  return `{\n${parts.join(",\n")}\n}\n`;
}

function lines(value: object): string {
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([name, item]) =>
    isList ? JSON.stringify(item) : `${JSON.stringify(name)}: ${JSON.stringify(item)}`,
  );
  return isList ? `[\n${parts.join(",\n")}\n]` : `{\n${parts.join(",\n")}\n}`;
}
