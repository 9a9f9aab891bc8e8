// `npm run functions`: every function in a process of its own on this machine, over fakes of the services.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { WrongUse } from "../lakehouse/cli/wrong-use.ts";
import { ServedCloudSchema } from "./functions/cloud.ts";
import { serveWithFakes } from "./functions/fakes.ts";
import { happeningOf } from "./functions/happenings.ts";
import { writePlans } from "./functions/plans.ts";
import { functionNames, startFunctions } from "./functions/processes.ts";
import { type Running, tell } from "./functions/running.ts";

const usage = `usage: npm run functions [-- [--contracts DIR] [NAME...] [FILE...]]

Starts functions (all, or those that are named) as Google Cloud would, with fakes of its services and of SendGrid, and
what calls them: events of the landing bucket, messages, ticks. Prints where each is, uploads the files (of a folder:
its Parquet files) as a producer would, and tells what becomes of them, until Ctrl-C.

  --log          whole lines of the functions' logs too, on stderr
  --cloud FILE   against services that run already, by the settings that FILE holds; nothing then calls the functions
  --port N       with --cloud: the first function's port, the others follow
`;

interface Asked {
  readonly cloud: string | undefined;
  readonly contracts: string;
  readonly firstPort: number;
  readonly names: readonly string[];
  readonly paths: readonly string[];
  readonly log: boolean;
}

/** Null: only help was asked for. */
function readArguments(): Asked | null {
  const { values, positionals } = parseArgs({
    options: {
      cloud: { type: "string" },
      contracts: { type: "string", default: "contracts" },
      port: { type: "string", default: "0" },
      log: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return null;
  const known = functionNames();
  const named = positionals.filter((word) => known.includes(word));
  const paths = positionals.filter((word) => !known.includes(word));
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new Error(`there is no function and no file ${missing.join(", ")} → one of ${known.join(", ")}, or a path`);
  }
  if (values.cloud !== undefined && paths.length > 0)
    throw new Error("files are uploaded to fakes → leave out --cloud");
  const names = named.length > 0 ? named : known;
  const { cloud, contracts, log } = values;
  return { cloud, contracts, firstPort: Number(values.port), names, paths, log };
}

async function serveAgainst(file: string, { contracts, firstPort, names }: Asked): Promise<Running> {
  const { settings, metadata } = ServedCloudSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const { environment } = settings;
  const folder = join(import.meta.dirname, "../out/functions");
  const datasets = await writePlans(contracts, environment, folder);
  const portOf = (name: string) => (firstPort === 0 ? 0 : firstPort + names.indexOf(name));
  const functions = await startFunctions(
    { settings, plans: join(folder, "plans"), metadata, portOf, onLine: toStderr },
    names,
  );
  const close = async () => void (await Promise.all(functions.map((one) => one.stop())));
  return { environment, functions, datasets, hints: [], begin: () => {}, close };
}

function serveHere({ contracts, names, paths, log }: Asked): Promise<Running> {
  const onLine = (name: string, line: string) => {
    if (log) toStderr(name, line);
    const happening = happeningOf(line);
    if (happening !== null) onHappening(name, happening);
  };
  return serveWithFakes({ contracts, names, paths, onLine, onHappening });
}

function onHappening(who: string, what: string): void {
  process.stdout.write(`${who.padEnd(13)} ${what}\n`);
}

function toStderr(name: string, line: string): void {
  process.stderr.write(`${name.padEnd(13)} ${line}\n`);
}

function wordsOf(error: unknown): string {
  if (error instanceof WrongUse) return error.problems.map(({ message, cure }) => `${message} → ${cure}`).join("\n");
  return error instanceof Error ? error.message : String(error);
}

try {
  const asked = readArguments();
  if (asked === null) process.stdout.write(usage);
  else {
    const { cloud } = asked;
    const running = await (cloud === undefined ? serveHere(asked) : serveAgainst(cloud, asked));
    tell(running);
    running.begin();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void running.close().then(() => process.exit(0)));
    }
  }
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 2;
}
