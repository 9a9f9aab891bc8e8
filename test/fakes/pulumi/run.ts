import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { type Engine, type EngineOptions, startEngine } from "./engine.ts";

export interface ProgramOptions extends EngineOptions {
  /** Where Pulumi.yaml is. */
  readonly folder: string;
  /** Of the program, from there. */
  readonly main: string;
  /** `gcp:project`: `acme-dev`; structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A program, run to its end by Pulumi's own runner. */
export interface Ran extends Pick<Engine, "resources" | "errors" | "warnings"> {
  readonly code: number;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What it wrote. */
  readonly said: string;
}

const RUNNER = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run/index.js");

export async function runProgram(options: ProgramOptions): Promise<Ran> {
  const { project, stack, isPreview, folder, main, config, env = {} } = options;
  const engine = await startEngine(options);
  try {
    const words = [
      "--disable-warning=ExperimentalWarning",
      // The SDK takes several stacks of each resource: most of a run's time.
      "--stack-trace-limit=1",
      RUNNER,
      `--monitor=${engine.address}`,
      `--engine=${engine.address}`,
      `--project=${project}`,
      `--stack=${stack}`,
      "--organization=organization",
      `--root-directory=${folder}`,
      `--pwd=${folder}/${main}`,
      "--parallel=64",
      ...(isPreview ? ["--dry-run"] : []),
      ".",
    ];
    const { PATH = "", NODE_COMPILE_CACHE } = process.env;
    const cache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
    const given = { PATH, ...cache, PULUMI_CONFIG: JSON.stringify(config), ...env };
    const { code, said } = await new Promise<{ code: number; said: string }>((done) => {
      execFile(process.execPath, words, { cwd: `${folder}/${main}`, env: given }, (error, out, err) =>
        done({ code: error ? Number(error.code ?? 1) : 0, said: out + err }),
      );
    });
    const { resources, errors, warnings } = engine;
    return { code, said, resources, errors, warnings, outputs: engine.outputs() };
  } finally {
    engine.close();
  }
}
