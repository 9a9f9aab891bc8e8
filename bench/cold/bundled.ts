import { existsSync } from "node:fs";
import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DATA } from "../data.ts";
import { npm } from "./installed.ts";

/** Only to answer a question of the bench: no dependency of the project, and none that anybody must install. */
const ESBUILD = "esbuild@0.28.2";

/** Of esbuild, what is used here. */
interface Esbuild {
  build(options: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** Native bindings, and the framework, which the buildpack starts from node_modules and which knows functions by itself. */
const OUTSIDE = ["@google-cloud/functions-framework", "@duckdb/*", "@node-rs/*"];

/** What CommonJS packages find around them. */
const AROUND = [
  'import { createRequire as makeRequire } from "node:module";',
  "const require = makeRequire(import.meta.url), __dirname = import.meta.dirname, __filename = import.meta.filename;",
].join("\n");

/** The same functions with all their code in one file, and all of the engine's child in another. */
export async function bundledArchive(installed: string, say: (doing: string) => void): Promise<string> {
  const folder = `${installed}-bundle`;
  if (existsSync(folder)) return folder;
  say("bundling");
  const esbuild = await loadEsbuild();
  const building = `${folder}.${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(join(building, "functions"), { recursive: true });
  const common = { bundle: true, platform: "node", format: "esm", target: "node24", minify: true, logLevel: "error" };
  const bundle = { ...common, external: OUTSIDE, banner: { js: AROUND }, absWorkingDir: installed };
  await esbuild.build({ ...bundle, entryPoints: ["functions/main.js"], outfile: join(building, "functions/main.mjs") });
  // The engine starts it by its place beside its own file.
  const child = {
    entryPoints: ["lakehouse/engine/child/start.mjs"],
    outfile: join(building, "functions/child/start.mjs"),
  };
  await esbuild.build({ ...bundle, ...child });
  await keepTheRest(installed, building);
  await rename(building, folder);
  return folder;
}

/** What is read by name: triggers, plans, metadata; and the packages. */
async function keepTheRest(installed: string, building: string): Promise<void> {
  for (const name of await readdir(join(installed, "functions"))) {
    if (name.endsWith(".trigger.js")) await cp(join(installed, "functions", name), join(building, "functions", name));
  }
  for (const name of ["plans", "dataflow-templates", "package.json"]) {
    await cp(join(installed, name), join(building, name), { recursive: true });
  }
  await symlink(join(installed, "node_modules"), join(building, "node_modules"));
}

async function loadEsbuild(): Promise<Esbuild> {
  const folder = join(DATA, ESBUILD.replace("@", "-"));
  if (!existsSync(join(folder, "node_modules/esbuild"))) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), "{}");
    npm(folder, ["install", "--save-exact", "--no-audit", "--no-fund", ESBUILD]);
  }
  return createRequire(join(folder, "package.json"))("esbuild") as Esbuild;
}
