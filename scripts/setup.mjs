// Installs what package-lock.json names, once; the next start finds its stamp and goes on at once.
// Plain JavaScript without imports from node_modules: it runs on Node 18 and later, with nothing installed yet.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { failure, run, say, withProgress } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { setUpPython } from "./python.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".sluice-setup.json");

const uvFolder = join(root, "dataflow-templates/.uv");
const pythonFolders = [
  {
    folder: join(root, "dataflow-templates"),
    what: "Python packages",
    size: "700 MB",
    leftOut: "tests of dataflow-templates and `--engine beam`",
  },
  { folder: join(root, "composer-dags"), what: "Airflow", size: "1.6 GB", leftOut: "tests of composer-dags" },
];

/** `python`: the packages of dataflow-templates and composer-dags too, where this machine has a Python for them. */
export async function setUp({ python }) {
  await once(join(root, "package-lock.json"), stampFile, install);
  if (python) for (const one of pythonFolders) await setUpPython({ ...one, uvFolder, once });
}

/** Work that follows a lock file, and is done again when that has changed; false: it could not be done, and no harm. */
export async function once(lockFile, stampFile, work) {
  const stamp = wantedStamp(lockFile);
  const isDone = () => existsSync(stampFile) && readFileSync(stampFile, "utf8").trim() === stamp;
  if (isDone()) return;
  await withLock(join(root, ".sluice-setup.lock"), say, async (alsoOwnedBy) => {
    if (isDone()) return; // another start did it while this one waited
    if ((await work(alsoOwnedBy)) !== false) writeFileSync(stampFile, `${stamp}\n`);
  });
}

function wantedStamp(lockFile) {
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  return JSON.stringify({ lock, platform: `${process.platform}-${process.arch}` });
}

async function install(alsoOwnedBy) {
  const again = existsSync(join(root, "node_modules"));
  const what = `${again ? "the list of packages changed" : "first start"}: installing packages (about 500 MB on disk) …`;
  await withProgress(what, async () => {
    const { code, output } = await npmCi(alsoOwnedBy);
    if (code !== 0) throw failure(output, cures, "npm failed. Run `npm ci` here to see all it says.", isTelling);
  });
}

function npmCi(alsoOwnedBy) {
  // Few, short retries: who is offline should hear it in seconds, not after a minute and a half of silence.
  const args = ["ci", "--include=dev", "--include=optional", "--prefer-offline", "--no-progress"];
  args.push("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000");
  const { npm_execpath: npmCli, npm_node_execpath: npmNode, npm_config_local_prefix: _, ...env } = process.env;
  const underNpm = npmCli && npmNode && basename(npmCli) === "npm-cli.js" && existsSync(npmNode);
  // Windows starts npm.cmd only through a shell; no argument above needs quoting.
  const [command, first, shell] = underNpm ? [npmNode, [npmCli], false] : ["npm", [], process.platform === "win32"];
  return run(command, [...first, ...args], { cwd: root, env, shell, alsoOwnedBy });
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

function isTelling(line) {
  return /^npm (error|ERR!)/.test(line) && !/complete log|error\s+at |error\s*$/.test(line);
}
