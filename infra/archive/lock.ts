import { z } from "zod";
import type { TrimmedPackage } from "./package.ts";

const names = z.record(z.string(), z.string()).optional();

const LockedSchema = z.looseObject({
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
});
type Locked = z.infer<typeof LockedSchema>;

const LockSchema = z.looseObject({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), LockedSchema),
});

/** How a package is needed: without it nothing works, or only here and there (bindings of other machines). */
type Need = "required" | "optional";

/**
 * The lock without what only developers install, so that `npm ci` finds it in step with the trimmed package.json.
 * Bindings of every system stay: npm takes those of the machine that it installs on, wherever the lock was made.
 */
export function trimLock(lock: unknown, { name, version, dependencies, engines }: TrimmedPackage): unknown {
  const whole = LockSchema.parse(lock);
  const needs = reach(whole.packages, Object.keys(dependencies));
  const kept = Object.entries(whole.packages).flatMap(([path, locked]) => {
    const need = needs.get(path);
    return need === undefined ? [] : [[path, withNeed(locked, need)] as const];
  });
  const root = { name, version, dependencies, engines };
  return { ...whole, name, version, packages: { "": root, ...Object.fromEntries(kept) } };
}

/** Every package that the root's dependencies lead to, by its place in node_modules. */
function reach(packages: Readonly<Record<string, Locked>>, dependencies: readonly string[]): Map<string, Need> {
  const needs = new Map<string, Need>();
  const walk = (from: string, name: string, need: Need) => {
    const place = placeOf(packages, from, name);
    const locked = place === null ? undefined : packages[place];
    if (place === null || locked === undefined) {
      if (need === "optional") return;
      throw new Error(`package-lock.json: ${from || "the project"} needs ${name}, which is not locked → npm install`);
    }
    const known = needs.get(place);
    if (known === "required" || known === need) return;
    needs.set(place, need);
    for (const [needed, how] of needsOf(locked)) walk(place, needed, how === "optional" ? how : need);
  };
  for (const name of dependencies) walk("", name, "required");
  return needs;
}

function needsOf(locked: Locked): [name: string, need: Need][] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = locked;
  return [
    ...Object.keys(optionalDependencies).map((name): [string, Need] => [name, "optional"]),
    ...Object.keys(dependencies)
      .filter((name) => !Object.hasOwn(optionalDependencies, name))
      .map((name): [string, Need] => [name, "required"]),
    // A peer that is optional is there for others' sake, if at all.
    ...Object.keys(peerDependencies)
      .filter((name) => peerDependenciesMeta[name]?.optional !== true)
      .map((name): [string, Need] => [name, "required"]),
  ];
}

/** As Node looks for it: in the package's own folder, then in those above. Null: nowhere. */
function placeOf(packages: Readonly<Record<string, Locked>>, from: string, name: string): string | null {
  for (let folder = from; ; ) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, place)) return place;
    if (folder === "") return null;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1));
  }
}

/** `dev` and `devOptional` are of a project that has developers. */
function withNeed({ dev: _dev, devOptional: _both, optional: _optional, ...locked }: Locked, need: Need): Locked {
  return { ...locked, ...(need === "optional" && { optional: true }) };
}
