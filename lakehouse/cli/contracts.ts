import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type ContractText, datasetOfFile, readContractText, readContractTexts } from "../catalog.ts";
import type { Contract } from "../contract/contract.ts";
import type { Problem } from "../contract/problem.ts";
import { readContract } from "../contract/read.ts";
import type { Context } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { useProblem, WrongUse, wrongUse } from "./wrong-use.ts";

type Where = Pick<Context, "root" | "cwd">;

/** Every contract of the folder; errors of any of them stop the command. */
export async function usableContracts({ root, cwd }: Where): Promise<Contract[]> {
  return usable(await readContractTexts(root.contracts, cwd));
}

/** The contract of one dataset, by the dataset's name or by its file. */
export async function contractOf(named: string, { root, cwd }: Where): Promise<Contract> {
  const path = resolve(cwd, named);
  if (/\.ya?ml$/.test(named)) {
    if (!existsSync(path)) throw wrongUse("no-such-file", `there is no file ${named}`, "check the path");
    return onlyOne(await usable([await readContractText(path, cwd)]));
  }
  const texts = await readContractTexts(root.contracts, cwd);
  const names = texts.map(({ file }) => datasetOfFile(file));
  const chosen = texts.filter(({ file }) => datasetOfFile(file) === named);
  if (chosen.length === 0)
    throw wrongUse(
      "unknown-dataset",
      `there is no contract for '${named}' in ${root.contracts}`,
      knownDatasets(named, names),
    );
  return onlyOne(await usable(chosen));
}

function knownDatasets(named: string, names: readonly string[]): string {
  if (names.length === 0) return "the folder holds no *.odcs.yaml; write one, or `sluice init FILE.parquet`";
  return didYouMean(named, names);
}

function usable(texts: readonly ContractText[]): Contract[] {
  const readings = texts.map(({ text, file }) => readContract(text, file));
  const errors = readings.flatMap(({ problems }) => problems).filter(isError);
  if (errors.length > 0) throw new WrongUse(errors);
  return readings.flatMap(({ contract }) => contract ?? []);
}

export function isError({ severity }: Pick<Problem, "severity">): boolean {
  return severity === "error";
}

function onlyOne([contract]: readonly Contract[]): Contract {
  if (!contract) throw new WrongUse([useProblem("unknown-dataset", "the contract is empty", "write it")]);
  return contract;
}
