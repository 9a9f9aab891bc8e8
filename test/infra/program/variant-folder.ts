import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../layout/tree.ts";

export interface Variant {
  readonly folder: string;
  remove(): void;
}

export interface Change {
  /** Of which environment of the checkout. */
  readonly stack: string;
  /** Its settings' text, changed. */
  readonly settings?: (text: string) => string;
  /** Contracts besides those of the checkout, by file name. */
  readonly contracts?: Readonly<Record<string, string>>;
}

/** Settings and contracts of the checkout with something changed. */
export function makeVariant({ stack, settings = (text) => text, contracts = {} }: Change): Variant {
  const folder = mkdtempSync(join(tmpdir(), "sluice-variant-"));
  const name = `Pulumi.${stack}.yaml`;
  writeFileSync(join(folder, name), settings(readFileSync(join(projectFolder, name), "utf8")));
  cpSync(join(projectFolder, "contracts"), join(folder, "contracts"), { recursive: true });
  for (const [file, text] of Object.entries(contracts)) writeFileSync(join(folder, "contracts", file), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
