// `npm run functions`: every function in a process of its own on this machine, over fakes of the services.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { WrongUse } from "../lakehouse/cli/wrong-use.ts";
import { ServedCloudSchema } from "./functions/cloud.ts";
import { serveWithFakes } from "./functions/fakes.ts";
import { writePlans } from "./functions/plans.ts";
import { functionNames, startFunctions } from "./functions/processes.ts";
import { type Running, tell } from "./functions/running.ts";

const usage = `usage: npm run functions [-- --contracts DIR] [NAME...]

Starts functions (all, or those that are named) as Google Cloud would, with fakes of its services and of SendGrid, and
what calls them: events of the landing bucket, messages, ticks. Prints where each is, and how to upload a drop.

  --cloud FILE   against services that run already, by the settings that FILE holds; nothing then calls the functions
  --port N       with --cloud: the first function's port, the others follow
`;

interface Asked {
  readonly cloud: string | undefined;
  readonly contracts: string;
  readonly firstPort: number;
  readonly names: readonly string[];
}

/** Null: only help was asked for. */
function readArguments(): Asked | null {
  const { values, positionals } = parseArgs({
    options: {
      cloud: { type: "string" },
      contracts: { type: "string", default: "contracts" },
      port: { type: "string", default: "0" },
      help: { type: "boolean", short: "h", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) return null;
  const known = functionNames();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no function ${unknown.join(", ")} → one of ${known.join(", ")}`);
  const names = positionals.length > 0 ? positionals : known;
  return { cloud: values.cloud, contracts: values.contracts, firstPort: Number(values.port), names };
}

async function serveAgainst(file: string, { contracts, firstPort, names }: Asked): Promise<Running> {
  const { settings, metadata } = ServedCloudSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const { environment } = settings;
  const folder = join(import.meta.dirname, "../out/functions");
  const datasets = await writePlans(contracts, environment, folder);
  const portOf = (name: string) => (firstPort === 0 ? 0 : firstPort + names.indexOf(name));
  const functions = await startFunctions({ settings, plans: join(folder, "plans"), metadata, portOf, onLine }, names);
  const close = async () => void (await Promise.all(functions.map((one) => one.stop())));
  return { environment, functions, datasets, hints: [], close };
}

function onLine(name: string, line: string): void {
  process.stderr.write(`${name.padEnd(13)}${line}\n`);
}

function wordsOf(error: unknown): string {
  if (error instanceof WrongUse) return error.problems.map(({ message, cure }) => `${message} → ${cure}`).join("\n");
  return error instanceof Error ? error.message : String(error);
}

try {
  const asked = readArguments();
  if (asked === null) process.stdout.write(usage);
  else {
    const { cloud, contracts, names } = asked;
    const running = await (cloud === undefined ? serveWithFakes(contracts, names, onLine) : serveAgainst(cloud, asked));
    tell(running);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void running.close().then(() => process.exit(0)));
    }
  }
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 2;
}
