import { relative } from "node:path";
import { readStackText } from "../lakehouse/catalog/stacks.ts";
import { findStraySql, readContractTexts } from "../lakehouse/catalog.ts";
import type { Contract } from "../lakehouse/contract/contract.ts";
import { formatProblem, type Problem, sortProblems } from "../lakehouse/contract/problem.ts";
import { readCatalog } from "../lakehouse/contract/read-catalog.ts";
import { suggest } from "../lakehouse/contract/spelling.ts";
import { imageRepository } from "../lakehouse/plan/cloud/names.ts";
import { KEYS } from "../lakehouse/plan/cloud/stack/keys.ts";
import { readStack, type Stack } from "../lakehouse/plan/cloud/stack/read.ts";
import { compilePlan } from "../lakehouse/plan/compile.ts";
import type { Site } from "./site.ts";

/** Where things are, and what Pulumi itself was told. */
export interface Project {
  /** The checkout's folder. */
  readonly root: string;
  readonly contracts: string;
  readonly stack: string;
  /** As Pulumi has it, from `Pulumi.NAME.yaml` and from wherever else it looks; structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
}

/** Everything that is wrong with contracts and settings; nothing is made. */
export class WrongProject extends Error {
  constructor(problems: readonly Problem[]) {
    const lines = sortProblems(problems).map((problem) => `  ${formatProblem(problem)}`);
    super(["nothing was changed; mend these first:", ...lines].join("\n"));
  }
}

/** @throws {WrongProject} */
export async function readSite(project: Project): Promise<Site> {
  const { root, stack, contracts: folder } = project;
  const file = await readStackText([root], stack, root);
  const read = file ? readStack(file.text, file.file, stack) : { problems: [noStack(stack)] };
  const [texts, strays] = await Promise.all([readContractTexts(folder, root), findStraySql(folder, root)]);
  const { contracts, problems } = readCatalog(texts, strays);
  const wrong = [
    ...("problems" in read ? read.problems : elsewhere(project, file?.text ?? "")),
    ...problems.filter(({ severity }) => severity === "error"),
    ...(texts.length === 0 ? [noContracts(relative(root, folder))] : []),
    ...("problems" in read ? [] : foreignImage(file?.file ?? "", read.stack)),
    ...("problems" in read ? [] : unknownRoles(file?.file ?? "", read.stack, contracts)),
  ];
  if ("problems" in read || wrong.length > 0) throw new WrongProject(wrong);
  const { environment } = read.stack;
  return { ...read.stack, plans: contracts.map((contract) => compilePlan(contract, environment, contracts)) };
}

const problemOf = (file: string, rule: string, message: string, cure: string): Problem => ({
  where: { file, line: 1, column: 1 },
  severity: "error",
  rule,
  message,
  cure,
});

function noStack(stack: string): Problem {
  const file = `Pulumi.${stack}.yaml`;
  return problemOf(file, "stack-missing", "there is no such file", "write it: docs/deploying.md shows a short one");
}

function noContracts(folder: string): Problem {
  return problemOf(folder, "no-contracts", "no *.odcs.yaml is there", "write one, or `sluice init FILE.parquet`");
}

/** Only here: commands that look, and the one that builds another, work with any. */
function foreignImage(file: string, { environment, settings: { image } }: Stack): Problem[] {
  const own = imageRepository(environment);
  if (image === null || image.startsWith(`${own}/`)) return [];
  const message = `\`${KEYS.image.name}\` is not of ${own}, where the workers of this environment may read`;
  return [problemOf(file, "stack-value", message, `sluice images build --env ${environment.id}`)];
}

/** A word that no contract knows gives nobody anything, and looks as if it did. */
function unknownRoles(file: string, { settings }: Stack, contracts: readonly Contract[]): Problem[] {
  const known = [...new Set(contracts.flatMap(({ roles }) => roles.map(({ role }) => role)))].sort();
  return Object.keys(settings.members)
    .filter((role) => !known.includes(role))
    .map((role) => problemOf(file, "stack-unknown-role", `no contract has the role '${role}'`, suggest(role, known)));
}

/** Commands and functions read the file alone: what only Pulumi knew would hold in one half of an environment. */
function elsewhere({ stack, config }: Project, text: string): Problem[] {
  const file = `Pulumi.${stack}.yaml`;
  const ours = Object.values(KEYS).map(({ name }) => name as string);
  return Object.keys(config)
    .filter((name) => ours.includes(name) && !text.includes(`${name}:`))
    .map((name) =>
      problemOf(
        file,
        "stack-elsewhere",
        `\`${name}\` is set, but not in this file`,
        "write it there, so that all read it",
      ),
    );
}
