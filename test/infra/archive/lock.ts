/** Of a lock file, what tests look at. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Machine {
  readonly os: string;
  readonly cpu: string;
  /** Of Linux alone. */
  readonly libc: string;
}

/** Where npm would install something on a machine: packages of other systems are left out. */
export function placesOn({ packages }: Lock, { os, cpu, libc }: Machine): string[] {
  const fits = (allowed: readonly string[] | undefined, own: string) => !allowed || allowed.includes(own);
  return Object.entries(packages)
    .filter(([place, needs]) => place !== "" && fits(needs.os, os) && fits(needs.cpu, cpu) && fits(needs.libc, libc))
    .map(([place]) => place);
}

/** Names of the same. */
export function installedOn(lock: Lock, machine: Machine): string[] {
  return placesOn(lock, machine).map((place) =>
    place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length),
  );
}

/** Needs of packages that no place in the lock fulfils, as `from > name`; optional ones may be missing. */
export function unfulfilled({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([from, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys(dependencies)
      .filter((name) => !Object.hasOwn(optionalDependencies, name))
      .filter((name) => !foldersAbove(from).some((folder) => Object.hasOwn(packages, `${folder}node_modules/${name}`)))
      .map((name) => `${from} > ${name}`),
  );
}

/** Where Node looks for what a package needs, each with its slash at the end. */
function foldersAbove(place: string): string[] {
  const parts = place.split("/node_modules/");
  return ["", ...parts.map((_, at) => `${parts.slice(0, at + 1).join("/node_modules/")}/`)];
}
