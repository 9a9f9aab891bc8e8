import { mixedSetup } from "./base.ts";
import { damage } from "./damage.ts";
import { publications } from "./publications.ts";
import { sameBytes } from "./same-bytes.ts";
import type { Scenario } from "./scenario.ts";
import { uploads } from "./uploads.ts";
import { work } from "./work.ts";

const everything: Scenario = {
  name: "everything at once",
  setup: mixedSetup,
  occurred: ({ ledger }) => ledger.has("COMMITTED"),
  often: 0.7,
};

export const SCENARIOS: readonly Scenario[] = [
  ...work,
  ...uploads,
  ...sameBytes,
  ...publications,
  ...damage,
  everything,
];
