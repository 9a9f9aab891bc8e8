import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Launch } from "../ports.ts";
import type { HostCommand } from "./local-launcher.ts";

// Programs of this checkout that run a manifest.

const lakehouse = join(import.meta.dirname, "..");
const templates = join(lakehouse, "../dataflow-templates");
const windows = process.platform === "win32";
const projectPython = join(templates, ".venv", windows ? "Scripts/python.exe" : "bin/python");

export interface LocalHosts {
  /** Folder of the lake, absolute. */
  readonly lake: string;
  /** The Python that has Beam; the project's own by default. */
  readonly python?: string | undefined;
}

/** The command of a host, by this very Node and checkout. */
export function hostCommand({ lake, python = projectPython }: LocalHosts, { host, manifest }: Launch): HostCommand {
  if (host === "node") {
    return { program: process.execPath, args: [join(lakehouse, "cli/main.ts"), "host", manifest, "--lake", lake] };
  }
  if (!existsSync(python)) throw new Error(`the job needs Beam, and ${python} is not there → run \`npm run setup\``);
  const args = ["-m", "split.main", "--runner=FnApiRunner", `--lake=${lake}`, `--manifest=${manifest}`];
  return { program: python, args, cwd: templates };
}

/** Whether a pipeline could be started here. */
export function hasBeam(python: string = projectPython): Promise<boolean> {
  const look = "import importlib.util, sys; sys.exit(importlib.util.find_spec('apache_beam') is None)";
  return new Promise((done) => {
    execFile(python, ["-c", look], { cwd: templates }, (error) => done(error === null));
  });
}
