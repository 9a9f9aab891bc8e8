import { damageMutations } from "./damage.ts";
import { decisionMutations } from "./decisions.ts";
import { launchMutations } from "./launches.ts";
import { ledgerMutations } from "./ledger.ts";
import type { Mutation } from "./mutation.ts";
import { publicationMutations } from "./publication.ts";
import { roundMutations } from "./rounds.ts";

export const MUTATIONS: readonly Mutation[] = [
  ...ledgerMutations,
  ...launchMutations,
  ...roundMutations,
  ...publicationMutations,
  ...decisionMutations,
  ...damageMutations,
];
