import { join } from "node:path";
import { test } from "@jest/globals";
import { KEYS, type Key } from "../lakehouse/plan/cloud/stack/keys.ts";
import { checkGolden } from "./golden.ts";

const keys: readonly Key<unknown>[] = Object.values(KEYS);

function row({ name, does, form, usual }: Key<unknown>): string {
  const written = form.takes.replaceAll("|", "\\|");
  return `| \`${name}\` | ${does} | ${written} | ${shown(usual)} |`;
}

function shown(usual: unknown): string {
  if (usual === undefined) return "**must be said**";
  const isNothing = usual === null || JSON.stringify(usual) === "[]" || JSON.stringify(usual) === "{}";
  return isNothing ? "–" : `\`${typeof usual === "string" ? usual : JSON.stringify(usual)}\``;
}

test("docs/settings.md has every setting of an environment", () => {
  const page = `# Settings of an environment

What \`Pulumi.NAME.yaml\` says below \`config:\`, made by \`UPDATE_GOLDENS=1 npm test -- test/docs-settings.test.ts\` from \`lakehouse/plan/cloud/stack/keys.ts\`. All that is wrong is told at once, with its place and cure; a key of ours that nobody knows is wrong..

| key | what it does | how it is written | unless told |
|---|---|---|---|
${keys.map(row).join("\n")}

\`sluice:endpoints\` names other addresses than Google's own, by service (\`{storage: "http://127.0.0.1:8080"}\`), for tests and private endpoints.
`;
  checkGolden(join(import.meta.dirname, "../docs/settings.md"), page, "test/docs-settings.test.ts");
});
