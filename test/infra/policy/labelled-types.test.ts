import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { checkGolden } from "../../golden.ts";
import { declaredLabels } from "./labelled-types.ts";

const HEAD = `// Classes of the provider that have labels, by the input that takes them and by module. Made by
// \`UPDATE_GOLDENS=1 npm test -- test/infra/policy/labelled-types.test.ts\` from the declarations of the installed provider.

export type LabelInput = "labels" | "userLabels" | "resourceLabels";

export const LABELLED: Readonly<Record<LabelInput, Readonly<Record<string, string>>>> = {
`;

test("the list of what can have labels is the installed provider's", () => {
  const found = Object.entries(declaredLabels()).map(([input, modules]) => {
    const lines = Object.entries(modules).map(([module, names]) => lineOf(module, names.join(" ")));
    return `  ${input}: {\n${lines.join("")}  },\n`;
  });
  const file = join(import.meta.dirname, "../../../infra/policy/labelled-types.ts");
  checkGolden(file, `${HEAD}${found.join("")}};\n`, "test/infra/policy/labelled-types.test.ts");
});

/** As Biome formats it. */
function lineOf(module: string, names: string): string {
  const line = `    ${module}: "${names}",`;
  return line.length <= 120 ? `${line}\n` : `    ${module}:\n      "${names}",\n`;
}

test("a channel's address is no label", () => {
  const { labels, userLabels } = declaredLabels();
  expect(labels.monitoring).toBeUndefined();
  expect(userLabels.monitoring).toContain("NotificationChannel");
});
