import type { Contract } from "../contract/contract.ts";
import { readContract } from "../contract/read.ts";
import type { Engine } from "../engine/engine.ts";
import { Refused } from "../engine/refused.ts";
import { draftContract } from "./draft/draft.ts";
import type { Landing } from "./draft/landing.ts";
import { type Ask, takeProfile } from "./draft/take.ts";

export interface Draft {
  readonly text: string;
  readonly contract: Contract;
}

/** Thrown where a file cannot be promised anything about; `cure` says what the file would need. */
export class CannotDraft extends Error {
  override readonly name = "CannotDraft";
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

/** Looks at one Parquet file in the engine's child and writes a contract that the file fulfils. */
export async function draftFromFile(engine: Engine, path: string, landing: Landing, source: string): Promise<Draft> {
  const ask: Ask = async (statements) => (await engine.ask(path, statements)).map(({ rows }) => rows);
  const profile = await takeProfile(ask, "read_parquet({input}, hive_partitioning = false)").catch((error: unknown) => {
    throw error instanceof Refused ? new CannotDraft(`${source}: ${error.refusal.message}`, error.refusal.cure) : error;
  });
  const text = draftContract(profile, { landing, source });
  if (text === null) {
    throw new CannotDraft(
      `${source} has no date or timestamp column that is never NULL, so that its rows belong to no day`,
      "let the producer add one (the day of the event, or of the export); BigQuery's tables and late data are cut by it",
    );
  }
  const { contract, problems } = readContract(text, `${landing.dataset}.odcs.yaml`);
  if (!contract) throw new Error(`the draft does not lint: ${problems.map(({ message }) => message).join("; ")}`);
  return { text, contract };
}
