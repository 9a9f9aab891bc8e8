import { type ContractText, readContractTexts } from "../../lakehouse/catalog.ts";
import { readCatalog } from "../../lakehouse/contract/read-catalog.ts";
import { compilePlan } from "../../lakehouse/plan/compile.ts";
import type { Environment } from "../../lakehouse/plan/environment.ts";
import type { Plan } from "../../lakehouse/plan/plan.ts";

// The month ends with the contracts as they lie in contracts/. The pings' contract was different before: each edition
// is its text with what was changed since put back.

const FILE = "device_pings.odcs.yaml";

/** Versions of the pings' contract, oldest first. */
export type Edition = "1.0.0" | "1.1.0" | "1.2.0";

interface Edit {
  readonly now: string;
  readonly before: string;
}

/** A fix that is off by more than a kilometre was held to be impossible, until somebody asked. */
const strict: Edit = { now: "exclusiveMinimum: 0, maximum: 10000", before: "exclusiveMinimum: 0, maximum: 1000" };

/** The first app did not send the battery's state. */
const withoutBattery: Edit = {
  now: `      - name: battery
        logicalType: object
        physicalType: RECORD
        properties:
          - name: level
            description: Percent.
            logicalType: integer
            physicalType: INT64
            logicalTypeOptions: {format: u8, minimum: 0, maximum: 100}
          - {name: charging, logicalType: boolean, physicalType: BOOL}
`,
  before: "",
};

const version = (of: Edition): Edit => ({ now: "version: 1.2.0", before: `version: ${of}` });

const EDITS: Readonly<Record<Edition, readonly Edit[]>> = {
  "1.0.0": [version("1.0.0"), strict, withoutBattery],
  "1.1.0": [version("1.1.0"), strict],
  "1.2.0": [],
};

/** The plans of every contract of the folder, with this edition of the pings' contract. */
export async function plansOf(edition: Edition, contracts: string, place: Environment): Promise<Plan[]> {
  const texts = await readContractTexts(contracts, process.cwd());
  const { contracts: read, problems } = readCatalog(texts.map((text) => edited(text, edition)));
  const [error] = problems.filter(({ severity }) => severity === "error");
  if (error) throw new Error(`${error.where.file}: ${error.message}; \`npx sluice lint\` names all errors`);
  return read.map((contract) => compilePlan(contract, place, read));
}

function edited(source: ContractText, edition: Edition): ContractText {
  if (!source.file.endsWith(FILE)) return source;
  return { ...source, text: EDITS[edition].reduce((text, edit) => putBack(text, edit, source.file), source.text) };
}

function putBack(text: string, { now, before }: Edit, file: string): string {
  const parts = text.split(now);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times, and not once: ${now}`);
  return parts.join(before);
}
