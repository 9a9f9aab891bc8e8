import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Ran, runProgram } from "../../test/fakes/pulumi/run.ts";
import { runStack } from "../../test/infra/program/run-stack.ts";
import { compare } from "../compare.ts";
import { scratchFolder } from "../data.ts";
import type { Cost } from "../measure.ts";
import type { Case, Suite } from "../suite.ts";

const REPEATS = 5;
const STACK = "dev";
const EMPTY = "empty";

export const suite: Suite = {
  about: "the Pulumi program of `dev`, over an engine and services that answer at once: by one that makes nothing",
  takesMillions: false,
  cases: () => [programCase("preview", true), programCase("preview-up", false)],
};

function programCase(name: string, isPreview: boolean): Case {
  return {
    name,
    rows: 1,
    run: async (say) => {
      const folder = await emptyProgram();
      const whole = () => timed(() => runStack({ stack: STACK, isPreview }));
      return compare(REPEATS, whole, () => timed(() => runEmpty(folder, isPreview)), say);
    },
  };
}

async function timed(run: () => Promise<Ran>): Promise<Cost> {
  const started = performance.now();
  const { code, said, errors } = await run();
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`the program ended with ${code}: ${[said, ...errors].join("\n").slice(-2000)}`);
  return { seconds, cpuSeconds: null, rssMb: null };
}

/** What Pulumi's runner and SDK need alone. */
async function emptyProgram(): Promise<string> {
  const folder = await scratchFolder("program");
  await mkdir(join(folder, EMPTY));
  await writeFile(join(folder, EMPTY, "package.json"), JSON.stringify({ type: "module", main: "index.mjs" }));
  await writeFile(join(folder, EMPTY, "index.mjs"), 'import "@pulumi/pulumi";\n');
  return folder;
}

function runEmpty(folder: string, isPreview: boolean): Promise<Ran> {
  const nothing = () => {
    throw new Error("an empty program asks for nothing");
  };
  const program = { project: "sluice", stack: STACK, folder, main: EMPTY, config: {}, isPreview };
  return runProgram({ ...program, made: nothing, asked: nothing });
}
