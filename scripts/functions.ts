// `npm run functions`: every function in a process of its own on this machine, over fakes of the services.
import { join } from "node:path";
import { type Asked, readArguments, USAGE } from "./functions/arguments.ts";
import type { ServedCloud } from "./functions/cloud.ts";
import { serveWithFakes } from "./functions/fakes.ts";
import { happeningOf } from "./functions/happenings.ts";
import { writePlans } from "./functions/plans.ts";
import { startFunctions } from "./functions/processes.ts";
import { type Running, tell } from "./functions/running.ts";
import { runScript } from "./script.ts";

await runScript(async (args) => {
  const asked = await readArguments(args);
  if (asked === null) return void process.stdout.write(USAGE);
  const { cloud } = asked;
  const running = await (cloud === null ? serveHere(asked) : serveAgainst(cloud, asked));
  tell(running);
  running.begin();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void running.close().then(() => process.exit(0)));
  }
});

async function serveAgainst(
  { settings, metadata }: ServedCloud,
  { contracts, firstPort, names }: Asked,
): Promise<Running> {
  const { environment } = settings;
  const folder = join(import.meta.dirname, "../out/functions");
  const datasets = await writePlans(contracts, environment, folder);
  const portOf = (name: string) => (firstPort === null ? 0 : firstPort + names.indexOf(name));
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
