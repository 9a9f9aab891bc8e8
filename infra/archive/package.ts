/** Of package.json, what is read here. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** As the buildpack reads it. It has no script, or the buildpack would install what is for developers and run it. */
export interface TrimmedPackage extends PackageJson {
  readonly private: true;
  readonly type: "module";
  readonly main: string;
  readonly engines: { readonly node: string };
}

/** The entry of all functions: FUNCTION_TARGET tells it which one it is. */
export const MAIN = "functions/main.mjs";

/** Of the runtime `nodejs24`. Type stripping needs it. */
const NODE = "24.x";

export function trimPackage({ name, version, dependencies }: PackageJson): TrimmedPackage {
  return { name, version, private: true, type: "module", main: MAIN, engines: { node: NODE }, dependencies };
}
