// Installs what the uv.lock of a folder names, once, with the uv on PATH, else with a pinned one of the project's own.
// Plain JavaScript without imports from node_modules: it runs on Node 18 and later, with nothing installed yet.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failure, run, say, withProgress } from "./install.mjs";

const UV_VERSION = "0.13.9";
const windows = process.platform === "win32";
const programIn = (venv, name) => join(venv, windows ? "Scripts" : "bin", windows ? `${name}.exe` : name);
const pythons = windows ? ["python", "python3"] : ["python3", "python3.13", "python3.12", "python3.11", "python"];
const isNewEnough = "import sys; sys.exit(sys.version_info < (3, 11))";

/**
 * What is left out is said at every start: the TypeScript side needs no Python, and nothing is skipped in silence.
 * `uvFolder`: where a uv of the project's own is. `size`: on disk, for people.
 */
export async function setUpPython({ folder, uvFolder, what, size, leftOut, once }) {
  const venv = join(folder, ".venv");
  const stampFile = join(venv, ".sluice-setup.json");
  if (!existsSync(programIn(venv, "python"))) rmSync(stampFile, { force: true }); // its Python has gone
  await once(join(folder, "uv.lock"), stampFile, async (alsoOwnedBy) => {
    const maker = await findMaker(uvFolder);
    const installed =
      maker !== null && (await install(maker, { folder, uvFolder, what, size, again: existsSync(venv), alsoOwnedBy }));
    if (installed) return true;
    say(
      `no Python from 3.11 to 3.13 was found: ${leftOut} are left out. ` +
        "Install one (python.org), or uv (docs.astral.sh/uv), then start again.",
    );
    return false;
  });
}

/** A uv that runs, or a Python that can bring one; null: neither. Placeholders of version managers exist, and fail. */
async function findMaker(uvFolder) {
  const own = programIn(uvFolder, "uv");
  for (const uv of ["uv", own]) if (await works(uv, ["--version"])) return { uv };
  for (const python of pythons) if (await works(python, ["-c", isNewEnough])) return { uv: own, python };
  return null;
}

async function works(program, args) {
  return (await run(program, args, {})).code === 0;
}

/** False: there is no Python after all. */
async function install({ uv, python }, { folder, uvFolder, what, size, again, alsoOwnedBy }) {
  const why = again ? "the list of Python packages changed" : "first start";
  const step = async (program, args) => {
    const { VIRTUAL_ENV: _, ...env } = process.env;
    const { code, output } = await run(program, args, { cwd: folder, env, alsoOwnedBy });
    if (code === 0) return true;
    if (/no interpreter found/i.test(output)) return false;
    throw failure(output, cures, "Python's packages cannot be installed.", isTelling);
  };
  return withProgress(`${why}: installing ${what} (about ${size} on disk) …`, async () => {
    if (python) {
      await step(python, ["-m", "venv", "--clear", uvFolder]);
      const pip = ["-m", "pip", "install", "--quiet", "--retries=2", "--timeout=15", "--disable-pip-version-check"];
      await step(programIn(uvFolder, "python"), [...pip, `uv==${UV_VERSION}`]);
    }
    return step(uv, ["sync", "--locked", "--all-extras", "--no-progress"]);
  });
}

const cures = [
  [
    /error sending request|Failed to fetch|NewConnectionError|ProxyError|dns error|timed out|Temporary failure/i,
    "Python's package registry cannot be reached. Check the network and HTTPS_PROXY, then start again.",
  ],
  [/needs to be updated/, "pyproject.toml and uv.lock disagree. Run `uv lock` where they lie and commit uv.lock."],
  [/No space left|ENOSPC/i, "the disk is full. Free about 3 GB, then start again."],
  [
    /Permission denied|EACCES/i,
    "uv may not write here. Make dataflow-templates and composer-dags yours, then start again.",
  ],
  [
    /ensurepip/,
    "this Python has no venv. Install it (on Debian python3-venv) or uv (docs.astral.sh/uv), then start again.",
  ],
  [/hash mismatch/i, "a package differs from uv.lock. Run `uv cache clean`, then start again."],
  [/parse `?uv\.lock|unexpected argument/, `this uv is too old. Install uv ${UV_VERSION} or newer, then start again.`],
];

function isTelling(line) {
  return /^(error|ERROR| {1,2}cause| {1,2}×)|Error:/.test(line.trimEnd()) && line.trim() !== "";
}
