import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { type AccountName, entryPoint } from "../../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../../lakehouse/plan/cloud/settings.ts";
import { type Trigger, TriggerSchema } from "../../lakehouse/plan/cloud/trigger.ts";

// Functions as they run in the cloud, each in a process of its own, on this machine.

const checkout = join(import.meta.dirname, "../..");
const READY_WITHIN_MS = 60_000;

export interface Place {
  readonly settings: CloudSettings;
  /** Folder of plans, one file a dataset. */
  readonly plans: string;
  /** `HOST:PORT` of each account's metadata server: who gets its tokens there works as that account. */
  readonly metadata: Readonly<Partial<Record<AccountName, string>>>;
  /** Folder with functions/ and its packages: the checkout, or an archive that was unpacked. */
  readonly folder?: string;
  /** Besides what functions are given, which is not this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A port of one's own for each function; a free one by default. */
  readonly portOf?: (name: string) => number;
  /** Lines of their logs, as they come. */
  readonly onLine?: (name: string, line: string) => void;
}

export interface FunctionProcess {
  readonly name: string;
  readonly trigger: Trigger;
  readonly url: string;
  readonly process: ChildProcess;
  /** It has ended when this settles. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Functions of a folder with functions/, by name. */
export function functionNames(folder = checkout): string[] {
  return readdirSync(join(folder, "functions"))
    .flatMap((file) => /^(.+)\.trigger\.[jt]s$/.exec(file)?.[1] ?? [])
    .sort();
}

export async function startFunctions(
  place: Place,
  names: readonly string[] = functionNames(place.folder),
): Promise<FunctionProcess[]> {
  const started = await Promise.allSettled(names.map((name) => startFunction(place, name)));
  const running = started.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = started.find((one) => one.status === "rejected");
  if (!failed) return running;
  await Promise.all(running.map((one) => one.stop("SIGKILL")));
  throw failed.reason;
}

/** As the buildpack starts it; settles when it listens. */
export async function startFunction(place: Place, name: string): Promise<FunctionProcess> {
  const { folder = checkout, metadata, portOf = () => 0, onLine = () => {} } = place;
  const trigger = await triggerOf(folder, name);
  const port = portOf(name) || (await freePort());
  const framework = join(folder, "node_modules/@google-cloud/functions-framework/build/src/main.js");
  const main = join(folder, "functions/main.mjs");
  const child = spawn(process.execPath, [heapOf(trigger), framework, `--source=${main}`], {
    cwd: folder,
    env: { ...envOf(place, name, trigger, port), ...metadataOf(metadata[trigger.account]), ...place.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (said.length < 50) said.push(line);
      onLine(name, line);
    });
  }
  const ended = once(child, "close");
  await listening(port, child, () => `${name} did not start:\n${said.join("\n")}`);
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    await ended;
  };
  return { name, trigger, url: `http://127.0.0.1:${port}`, process: child, stop };
}

/** An archive is without types. */
async function triggerOf(folder: string, name: string): Promise<Trigger> {
  const path = join(folder, `functions/${name}.trigger`);
  return TriggerSchema.parse((await import(existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.js`)).trigger);
}

function envOf({ settings, plans }: Place, name: string, { kind }: Trigger, port: number): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: "/nonexistent", // where gcloud keeps the keys of whoever sits here
    NODE_ENV: "production",
    PORT: String(port),
    FUNCTION_TARGET: entryPoint(name),
    FUNCTION_SIGNATURE_TYPE: kind === "http" ? "http" : "cloudevent",
    SLUICE_SETTINGS: JSON.stringify(settings),
    SLUICE_PLANS: plans,
  };
}

/** What Node takes in a container of that memory, and does not where it sees all of this machine's. */
function heapOf({ memoryMiB }: Trigger): string {
  return `--max-old-space-size=${memoryMiB / 2}`;
}

function metadataOf(host: string | undefined): Record<string, string> {
  return host === undefined ? {} : { GCE_METADATA_HOST: host, METADATA_SERVER_DETECTION: "assume-present" };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function listening(port: number, child: ChildProcess, why: () => string): Promise<void> {
  for (const until = performance.now() + READY_WITHIN_MS; performance.now() < until; await setTimeout(20)) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await accepts(port)) return;
  }
  child.kill("SIGKILL");
  throw new Error(why());
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (accepted: boolean) => {
      socket.destroy();
      done(accepted);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
