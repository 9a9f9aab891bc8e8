import { join } from "node:path";
import type { DatasetState, PageState } from "../../lakehouse/run/page/state.ts";
import { dateOf } from "../calendar.ts";
import { FLIGHTS_FILE } from "../data/flights.ts";
import type { Checked } from "./checks.ts";
import { rowsAreConserved } from "./conserved.ts";
import { checked, type Evidence, type Finding, type Invariant } from "./invariant.ts";
import { ledgerAgrees } from "./ledger.ts";
import { quarantineIsShut } from "./quarantine.ts";
import { airportsFollow, anomaliesFollow, flightsAreTheSource, killedDayIsWhole, pingsAreTheNewest } from "./tables.ts";

/** What must hold of rows, looked at in files and tables. */
export async function checkRows(
  evidence: Evidence,
  { stage, plot, files, state }: Pick<Checked, "stage" | "plot" | "files" | "state">,
): Promise<Invariant[]> {
  const { contracts, tools } = stage;
  const killed = { flights: files.flights(plot.killed), pings: files.pings(plot.killed) };
  const looks: readonly [name: string, look: () => Promise<Finding>][] = [
    [
      "flights: every row that arrived is good or in quarantine, and nowhere twice",
      () => rowsAreConserved(evidence, "flights", FLIGHT),
    ],
    [
      "device_pings: every row that arrived is good or in quarantine, and nowhere twice",
      () => rowsAreConserved(evidence, "device_pings", null),
    ],
    [
      "flights: the table is what the airlines flew, each row once",
      () => flightsAreTheSource(evidence, FLIGHTS_FILE, dateOf(plot.partial)),
    ],
    [
      "device_pings: the table holds the newest row of every key, and no key twice",
      () => pingsAreTheNewest(evidence, tools.objects),
    ],
    [
      "airport_days: the table is what its query gives over the flights of today",
      () => airportsFollow(evidence, join(contracts, "airport_days.sql")),
    ],
    [
      "airport_anomalies: the table is what its query gives over the tables of today",
      () => anomaliesFollow(evidence, join(contracts, "airport_anomalies.sql")),
    ],
    [
      "the morning of the SIGKILL left what every morning leaves",
      () => killedDayIsWhole(evidence, dateOf(plot.killed), killed),
    ],
    [
      "device_pings: what waits in quarantine is in no table, what was replayed is there once",
      () => quarantineIsShut(evidence),
    ],
    [
      "flights: the ledger says what a recount finds",
      () => ledgerAgrees(evidence, stateOf(state, "flights"), "flights"),
    ],
    [
      "device_pings: the ledger says what a recount finds",
      () => ledgerAgrees(evidence, stateOf(state, "device_pings"), "device_pings_v1"),
    ],
  ];
  const invariants: Invariant[] = [];
  for (const [name, look] of looks) invariants.push(await checked(name, look));
  return invariants;
}

/** A row of the airlines' files as one value. */
const FLIGHT = 'row("date", delay, distance, origin, destination)';

function stateOf({ datasets }: PageState, dataset: string): DatasetState {
  const found = datasets.find(({ name }) => name === dataset);
  if (!found) throw new Error(`the ledger does not know ${dataset}`);
  return found;
}
