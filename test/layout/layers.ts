// Which part of the project may import which. docs and folders follow this table, not the other way round.

export type Layer = keyof typeof arrows;

const low = ["ports", "plan", "contract"] as const;

/** A layer's own files always know each other. `anything` is for what stands outside the product. */
const arrows = {
  contract: [],
  plan: ["contract"],
  ports: ["plan", "contract"],
  ledger: low,
  engine: low,
  notify: low,
  publish: ["ledger", ...low],
  run: ["engine", "publish", "notify", "ledger", ...low],
  adapters: low,
  environment: ["adapters", ...low],
  catalog: ["plan", "contract"],
  cli: ["run", "environment", "catalog", ...low],
  functions: ["trigger", "run", "environment", "catalog", ...low],
  trigger: [],
  infra: ["trigger", "catalog", "plan", "contract"],
  demo: "anything",
  bench: "anything",
  test: "anything",
  scripts: "anything",
} as const;

const ports = "take the port (lakehouse/ports.ts) as a parameter";

/** The first line that fits says where the code belongs instead. */
const advice: [from: Layer[] | "any", to: Layer[] | "any", cure: string][] = [
  [["trigger"], "any", "a trigger file imports nothing, so that infra/ can import it; move the code into its function"],
  ["any", ["infra"], "nothing imports infra/; compute what both need in lakehouse/plan/"],
  [
    "any",
    ["demo", "bench", "test", "scripts"],
    "product code knows nothing of these; move what both need into lakehouse/",
  ],
  [["infra"], "any", "infra/ reads plans, contracts and triggers only; compute it in lakehouse/plan/"],
  ["any", ["trigger"], "a trigger is read by its function and by infra/ only"],
  ["any", ["functions"], "functions/ is an edge; move what both need into lakehouse/run/"],
  ["any", ["cli"], "cli/ is an edge; move what both need into lakehouse/run/"],
  [["contract"], ["plan"], "contract/ knows no plan; move this code up into lakehouse/plan/, or what it needs down"],
  ["any", ["adapters"], `only lakehouse/environment.ts picks adapters; ${ports}`],
  ["any", ["environment"], `only cli/ and functions/ open the environment; ${ports}`],
  [
    "any",
    ["catalog"],
    "contracts are read at the edge (cli/, functions/); take the contract or its text as a parameter",
  ],
  [["contract", "plan"], "any", "contract/ and plan/ are pure and lowest; move this code up to the folder it needs"],
  [["cli", "functions"], "any", "edges stay thin; let lakehouse/run/ do it and call that"],
  [["adapters"], "any", "an adapter fulfils a port; put the shared type into lakehouse/ports.ts or lakehouse/plan/"],
  ["any", ["run"], "lakehouse/run/ is above; it calls this code, not the other way round"],
  [
    "any",
    "any",
    "these do not know each other; lakehouse/run/ joins them, and what both need goes into lakehouse/plan/",
  ],
];

export function layerOf(path: string): Layer | undefined {
  const [top, second] = path.split("/");
  if (top === "functions") return /(^|[./])trigger\.ts$/.test(path) ? "trigger" : "functions";
  const name = top === "lakehouse" ? second?.replace(/\.ts$/, "") : top === "bin" ? "scripts" : top;
  return name !== undefined && Object.hasOwn(arrows, name) ? (name as Layer) : undefined;
}

export function mayImport(from: Layer, to: Layer): boolean {
  const allowed: readonly Layer[] | "anything" = arrows[from];
  return from === to ? from !== "trigger" : allowed === "anything" || allowed.includes(to);
}

export function whereItBelongs(from: Layer, to: Layer): string {
  const fits = (side: Layer[] | "any", layer: Layer) => side === "any" || side.includes(layer);
  return advice.find(([a, b]) => fits(a, from) && fits(b, to))?.[2] ?? "";
}
