// Installs what package-lock.json names, once; the next start finds its stamp and goes on at once.
// Plain JavaScript without imports from node_modules: it runs on Node 18 and later, with nothing installed yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".sluice-setup.json");
const say = (line) => process.stderr.write(`sluice: ${line}\n`);

/** A failure that a person can cure: printed as it is, without a stack. */
export class SetupError extends Error {
  exitCode = 3;
}

export async function setUp() {
  const stamp = wantedStamp();
  if (isSetUp(stamp)) return;
  await withLock(join(root, ".sluice-setup.lock"), say, async (alsoOwnedBy) => {
    if (isSetUp(stamp)) return; // another start did it while this one waited
    await install(alsoOwnedBy);
    writeFileSync(stampFile, `${stamp}\n`);
  });
}

function wantedStamp() {
  const lockText = readFileSync(join(root, "package-lock.json"));
  const lock = createHash("sha256").update(lockText).digest("hex");
  return JSON.stringify({ lock, platform: `${process.platform}-${process.arch}` });
}

function isSetUp(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8").trim() === stamp;
}

async function install(alsoOwnedBy) {
  const again = existsSync(join(root, "node_modules"));
  say(`${again ? "the list of packages changed" : "first start"}: installing packages (about 500 MB on disk) …`);
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => say(`still installing, ${seconds()}`), 10_000);
  try {
    const { code, output } = await npmCi(alsoOwnedBy);
    if (code !== 0) throw new SetupError(explain(output));
  } finally {
    clearInterval(progress);
  }
  say(`ready after ${seconds()}`);
}

function npmCi(alsoOwnedBy) {
  // Few, short retries: who is offline should hear it in seconds, not after a minute and a half of silence.
  const args = ["ci", "--include=dev", "--include=optional", "--prefer-offline", "--no-progress"];
  args.push("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000");
  const { npm_execpath: npmCli, npm_node_execpath: npmNode, npm_config_local_prefix: _, ...env } = process.env;
  const underNpm = npmCli && npmNode && basename(npmCli) === "npm-cli.js" && existsSync(npmNode);
  // Windows starts npm.cmd only through a shell; no argument above needs quoting.
  const [command, first, shell] = underNpm ? [npmNode, [npmCli], false] : ["npm", [], process.platform === "win32"];
  return new Promise((done) => {
    const child = spawn(command, [...first, ...args], { cwd: root, env, shell, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    // A signal ends npm first and this start after it: an orphaned npm would fight with the next start's.
    let stopped;
    const stop = (signal) => {
      stopped = signal;
      child.kill(signal);
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
    const end = (result) => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, stop);
      if (stopped) process.exit(128 + constants.signals[stopped]);
      done(result);
    };
    if (child.pid) alsoOwnedBy(child.pid);
    child.on("error", (error) => end({ code: 1, output: `${output}\nspawn ${error.code}` }));
    child.on("close", (code) => end({ code, output }));
  });
}

const cures = [
  [/spawn ENOENT/, "npm was not found. It comes with Node: install Node 24 (nodejs.org), then start again."],
  [
    // npm 10 ends with "Exit handler never called" when it loses the network half-way
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET|network|Exit handler never called/,
    "the package registry cannot be reached. Check the network, HTTPS_PROXY, and `npm config get registry`, then start again.",
  ],
  [/EUSAGE|in sync/, "package.json and package-lock.json disagree. Run `npm install` and commit package-lock.json."],
  [/ENOSPC/, "the disk is full. Free about 1 GB, then start again."],
  [/EACCES|EPERM/, "npm may not write here. Make this folder and its node_modules yours, then start again."],
  [/EINTEGRITY/, "a package differs from package-lock.json. Run `npm cache clean --force`, then start again."],
  [/does not support Node/, "this npm is too new for this Node. Update Node, or `npm install --global npm@10`."],
];

function explain(output) {
  const cure = cures.find(([sign]) => sign.test(output))?.[1] ?? "npm failed. Run `npm ci` here to see all it says.";
  const lines = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/complete log|error\s+at |error\s*$/.test(line));
  return [`set-up failed: ${cure}`, ...lines.slice(0, 6).map((line) => `  ${line}`)].join("\n");
}
