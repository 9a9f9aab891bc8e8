import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readContractTexts } from "../lakehouse/catalog.ts";
import type { Contract } from "../lakehouse/contract/contract.ts";
import { readContract } from "../lakehouse/contract/read.ts";
import { compilePlan } from "../lakehouse/plan/compile.ts";
import type { Environment } from "../lakehouse/plan/environment.ts";
import type { Plan } from "../lakehouse/plan/plan.ts";
import { matchesOf } from "../lakehouse/run/match.ts";
import type { Order } from "../lakehouse/run/process.ts";

export interface PlannedDrop extends Order {
  readonly plan: Plan;
}

/** Every Parquet file below the folders, in the order of their days, with the plan of the contract that it matches. */
export async function planDrops(
  folders: readonly string[],
  contracts: string,
  place: Environment,
): Promise<PlannedDrop[]> {
  const known = await readContracts(contracts);
  const plans = new Map(known.map((contract) => [contract, compilePlan(contract, place)]));
  const paths = (await Promise.all(folders.map(parquetBelow))).flat();
  return paths.map((path) => {
    const [match] = matchesOf(path, known);
    const plan = match && plans.get(match.contract);
    if (!plan) throw new Error(`no contract in ${contracts} matches ${path}`);
    return { path, name: match.name, day: match.day, arrived: null, plan };
  });
}

async function readContracts(folder: string): Promise<Contract[]> {
  const texts = await readContractTexts(folder, process.cwd());
  return texts.map(({ file, text }) => {
    const { contract } = readContract(text, file);
    if (!contract) throw new Error(`${file} has errors; \`npx sluice lint\` names them`);
    return contract;
  });
}

async function parquetBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".parquet"))
    .sort()
    .map((name) => join(folder, name));
}
