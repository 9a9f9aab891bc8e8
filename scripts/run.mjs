// Starts one of the project's tasks under the project's own Node: `node scripts/run.mjs TASK [arguments]`.
// Plain JavaScript: it runs on Node 18 and later, with nothing installed yet.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { SetupError } from "./install.mjs";
import { root, setUp } from "./setup.mjs";

// Jest runs ES modules by Node's vm modules, which Node still calls an experiment.
const jestNode = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];

// The archive is without types, which Node takes out by what it calls an experiment too.
const stripsTypes = ["--disable-warning=ExperimentalWarning"];

// Google's client says that it has looked for a metadata server in vain; where no account is found, Sluice says so itself.
const withoutMetadata = ["--disable-warning=MetadataLookupWarning"];

// What one test's processes have compiled, those of the others need not. Not for work that reads other people's files:
// a process that does so could leave code there.
const compiled = join(root, "node_modules/.cache/sluice-compiled");

// `python`: it needs the packages of dataflow-templates and Airflow, where this machine has a Python for them.
const tasks = {
  setup: { python: true, does: "installs all of it, Python's packages too; the others install what they need" },
  demo: { file: "demo/main.ts", does: "the whole chain on this machine, with no cloud" },
  test: { file: "node_modules/jest/bin/jest.js", node: jestNode, compiled, python: true, does: "all tests" },
  check: { file: "scripts/check.ts", python: true, does: "types, lint and layout" },
  bench: { file: "bench/main.ts", node: stripsTypes, python: true, does: "the figures, as ratios in one run" },
  archive: { file: "scripts/archive.ts", node: stripsTypes, does: "the zip that functions are deployed from" },
  soak: { file: "test/soak/main.ts", compiled, does: "the long tests" },
  functions: { file: "scripts/functions.ts", does: "every function on this machine, over fakes of the cloud" },
  sluice: { file: "lakehouse/cli/main.ts", node: withoutMetadata, does: "the command line; `sluice --help` says more" },
};

const taskLines = Object.entries(tasks).map(([name, { does }]) => `  ${name.padEnd(10)}${does}\n`);
const usage = `usage: npm run TASK [-- arguments]\n${taskLines.join("")}`;

class UsageError extends Error {
  exitCode = 2;
}

function findTask(name) {
  if (!name) throw new UsageError(`no task named.\n${usage}`);
  if (!Object.hasOwn(tasks, name)) throw new UsageError(`there is no task '${name}'.\n${usage}`);
  return tasks[name];
}

/** Where the Node of package.json's optionalDependencies lies once it is installed; else the host's, if new enough. */
function chooseNode() {
  const windows = process.platform === "win32";
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`;
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const pinned = join(root, "node_modules", name, "bin", windows ? "node.exe" : "node");
  return name in optionalDependencies ? pinned : hostNode(`no packaged Node exists for ${name.slice("node-".length)}`);
}

function hostNode(why) {
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new SetupError(
    `Sluice needs Node 24, this is ${process.version}, and ${why}.\n` +
      "  Install Node 24 (nodejs.org, or `nvm install 24`), then start again.",
  );
}

/** `npm run sluice` starts in the project's folder; a path the user typed is meant from where they typed it. */
function workingDirectory(name) {
  if (name !== "sluice") return root;
  return (process.env.npm_lifecycle_event === "sluice" && process.env.INIT_CWD) || process.cwd();
}

function start(node, name, task, args) {
  const file = join(root, task.file);
  if (!existsSync(file)) throw new UsageError(`'${name}' starts ${task.file}, which this checkout does not have.`);
  const env = { ...(task.compiled && { NODE_COMPILE_CACHE: task.compiled }), ...process.env };
  const cwd = workingDirectory(name);
  const child = spawn(node, [...(task.node ?? []), file, ...args], { cwd, env, stdio: "inherit" });
  return new Promise((done, fail) => {
    // A terminal sends Ctrl-C to the child itself; twice would look like "stop at once".
    process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
    process.on("SIGTERM", () => child.kill("SIGTERM"));
    child.on("error", (error) => fail(new SetupError(`cannot start ${node}: ${error.message}`)));
    child.on("close", (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

async function main([name, ...args]) {
  if (name === "--help" || name === "-h") return process.stdout.write(usage) && 0;
  const task = findTask(name);
  const node = chooseNode(); // before the set-up: who cannot go on should not install first
  await setUp({ python: task.python ?? false });
  if (!task.file) return 0;
  return start(
    existsSync(node) ? node : hostNode("its packaged Node is missing (delete node_modules to install it again)"),
    name,
    task,
    args,
  );
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!error.exitCode) throw error;
  process.stderr.write(`sluice: ${error.message.trimEnd()}\n`);
  process.exitCode = error.exitCode;
}
