import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { datasetOfFile, findStraySql, readContractText, readContractTexts } from "../catalog.ts";
import type { Contract } from "../contract/contract.ts";
import { sqlFileOf } from "../contract/files.ts";
import type { Problem } from "../contract/problem.ts";
import { type Catalog, type ContractText, readCatalog } from "../contract/read-catalog.ts";
import type { Context } from "./command.ts";
import { didYouMean } from "./did-you-mean.ts";
import { useProblem, WrongUse, wrongUse } from "./wrong-use.ts";

type Where = Pick<Context, "root" | "cwd">;

/** Every contract of the folder; errors of any of them stop the command. */
export async function usableContracts({ root, cwd }: Where): Promise<readonly Contract[]> {
  const [texts, strays] = await Promise.all([
    readContractTexts(root.contracts, cwd),
    findStraySql(root.contracts, cwd),
  ]);
  const { contracts, problems } = readCatalog(texts, strays);
  stopAtErrors(problems);
  return contracts;
}

/** A contract with what its plan is made of besides. */
export interface Chosen {
  readonly contract: Contract;
  /** The contracts of a derived table's inputs; else none. */
  readonly inputs: readonly Contract[];
}

/** The contract of one dataset, by the dataset's name or by its file, and its inputs from the same folder. */
export async function chosenContract(named: string, { root, cwd }: Where): Promise<Chosen> {
  const path = resolve(cwd, named);
  if (/\.ya?ml$/.test(named)) {
    if (!existsSync(path)) throw wrongUse("no-such-file", `there is no file ${named}`, "check the path");
    const text = await readContractText(path, cwd);
    return usable(text, await withNeighbours([text], [path], cwd));
  }
  const texts = await readContractTexts(root.contracts, cwd);
  const names = texts.map(({ file }) => datasetOfFile(file));
  const chosen = texts.find(({ file }) => datasetOfFile(file) === named);
  if (!chosen)
    throw wrongUse(
      "unknown-dataset",
      `there is no contract for '${named}' in ${root.contracts}`,
      knownDatasets(named, names),
    );
  return usable(chosen, texts);
}

/** The contract of one dataset that takes drops. */
export async function contractOf(named: string, where: Where): Promise<Contract> {
  const { contract } = await chosenContract(named, where);
  if (contract.derived === null) return contract;
  const inputs = contract.derived.inputs.map(({ dataset }) => dataset).join(" and ");
  const message = `${contract.dataset} takes no drops: it is made from ${inputs}`;
  throw wrongUse("derived-table", message, "name a dataset that has a landing");
}

/** Derived tables are read together with what stands in their folders: there are their inputs. */
export async function withNeighbours(
  texts: readonly ContractText[],
  paths: readonly string[],
  cwd: string,
): Promise<ContractText[]> {
  if (texts.every(({ sql }) => sql === null)) return [...texts];
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const beside = await Promise.all(folders.map((folder) => readContractTexts(folder, cwd)));
  const given = new Set(texts.map(({ file }) => file));
  return [...texts, ...beside.flat().filter(({ file }) => !given.has(file))];
}

/** Problems of these contracts and their SQL alone. */
export function problemsIn({ problems }: Pick<Catalog, "problems">, texts: readonly ContractText[]): Problem[] {
  const files = new Set(texts.flatMap(({ file }) => [file, sqlFileOf(file)]));
  return problems.filter(({ where }) => files.has(where.file));
}

export function isError({ severity }: Pick<Problem, "severity">): boolean {
  return severity === "error";
}

function knownDatasets(named: string, names: readonly string[]): string {
  if (names.length === 0) return "the folder holds no *.odcs.yaml; write one, or `sluice init FILE.parquet`";
  return didYouMean(named, names);
}

/** Errors of the chosen contract and of its inputs stop the command; those of other contracts do not. */
function usable(chosen: ContractText, texts: readonly ContractText[]): Chosen {
  const catalog = readCatalog(texts);
  const draft = catalog.drafts.find(({ file }) => file === chosen.file);
  const needed = new Set(draft?.derived?.inputs.map(({ dataset }) => dataset) ?? []);
  const inputTexts = texts.filter(({ file }) => needed.has(datasetOfFile(file)) && file !== chosen.file);
  stopAtErrors(problemsIn(catalog, [chosen, ...inputTexts]));
  const contract = catalog.contracts.find(({ file }) => file === chosen.file);
  if (!contract) throw new WrongUse([useProblem("unknown-dataset", "the contract is empty", "write it")]);
  return { contract, inputs: catalog.contracts.filter(({ dataset }) => needed.has(dataset)) };
}

function stopAtErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(isError);
  if (errors.length > 0) throw new WrongUse(errors);
}
