import { join } from "node:path";
import { test } from "@jest/globals";
import { markdownTable } from "../../../bench/markdown.ts";
import { RULES, STACK_RULES } from "../../../infra/policy/rules.ts";
import { checkGolden } from "../../golden.ts";

test("docs/guardrails.md has every rule", () => {
  const page = `# Guardrails

What holds of every environment, whoever changes the program. Made by \`UPDATE_GOLDENS=1 npm test -- test/infra/policy\` from \`infra/policy/rules.ts\`. Tests hold every resource of every environment against them, and Pulumi asks them before it changes anything:

\`\`\`
pulumi up --policy-pack infra/policy/pack
\`\`\`

A rule that is broken stops \`up\`, with the place, the reason and what to do. Values that are not known before \`up\` are taken for right: a preview refuses only what it sees. \`protected-data\` asks nothing, and \`budget-present\` only advises, where \`sluice:protect\` is false.

${markdownTable(
  [{ title: "rule" }, { title: "what holds" }],
  [...RULES, ...STACK_RULES].map(({ name, description }) => [`\`${name}\``, description]),
)}
`;
  checkGolden(join(import.meta.dirname, "../../../docs/guardrails.md"), page, "test/infra/policy");
});
