import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "./command.ts";

const folder = join(import.meta.dirname, "commands");

/** A command is a file of the folder; to add one, add its file. */
export async function commandNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

/** Loads that command only: `sluice lint` need not start what `sluice query` needs. */
export async function loadCommand(name: string): Promise<Command> {
  const module: { default: Command } = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
  return module.default;
}
