import type { Rule, StackRule } from "./rule.ts";
import { noAuthoritativeIam, noBasicRoles, noKeys, noProjectWideData } from "./rules/access.ts";
import { noDefaultAccounts } from "./rules/accounts.ts";
import { agesNamed } from "./rules/ages.ts";
import { budgetPresent } from "./rules/budget.ts";
import { nothingForgotten } from "./rules/delivery.ts";
import { noExternalAddress, nothingPublic, uniformAccess } from "./rules/exposure.ts";
import { labelled } from "./rules/labels.ts";
import { fittingNames } from "./rules/names.ts";
import { protectedData } from "./rules/protection.ts";
import { lastingTypes } from "./rules/types.ts";
import { privateWorkers } from "./rules/workers.ts";

// What holds of every environment, whoever changes the program: tests hold all that it asks for against these, and
// `pulumi up --policy-pack infra/policy/pack` refuses what breaks one.

export const RULES: readonly Rule[] = [
  noAuthoritativeIam,
  noBasicRoles,
  noProjectWideData,
  noDefaultAccounts,
  noKeys,
  nothingPublic,
  noExternalAddress,
  uniformAccess,
  labelled,
  protectedData,
  privateWorkers,
  nothingForgotten,
  lastingTypes,
  fittingNames,
  agesNamed,
];

export const STACK_RULES: readonly StackRule[] = [budgetPresent];
