import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LabelInput } from "../../../infra/policy/labelled-types.ts";

const PROVIDER = dirname(fileURLToPath(import.meta.resolve("@pulumi/gcp")));

/** Of each kind of input, by module, the classes that have it: read from the declarations of the installed provider. */
export function declaredLabels(): Record<LabelInput, Record<string, string[]>> {
  const found: Record<LabelInput, Record<string, string[]>> = { labels: {}, userLabels: {}, resourceLabels: {} };
  for (const module of readdirSync(PROVIDER).sort()) {
    for (const text of declarationsOf(module)) {
      const name = /export declare class (\w+) extends pulumi\.CustomResource/.exec(text)?.[1];
      if (name === undefined) continue;
      for (const input of inputsOf(text, name)) found[input][module] = [...(found[input][module] ?? []), name].sort();
    }
  }
  return found;
}

function declarationsOf(module: string): string[] {
  const folder = join(PROVIDER, module);
  if (module === "node_modules" || module === "types" || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

function inputsOf(text: string, name: string): LabelInput[] {
  const inputs = text.slice(text.indexOf(`export interface ${name}Args {`));
  const has = (input: LabelInput) => new RegExp(`^ {4}${input}\\??: pulumi\\.Input<\\{`, "m").test(inputs);
  return [
    // Of a notification channel `labels` are its address: where they are labels, the provider adds its own.
    ...(has("labels") && text.includes("pulumiLabels") ? (["labels"] as const) : []),
    ...(["userLabels", "resourceLabels"] as const).filter(has),
  ];
}
