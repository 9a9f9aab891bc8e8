import { acceptStorm } from "../scenes/accepted.ts";
import { deployColumn, mendRule } from "../scenes/contracts.ts";
import { correctedPings, mendedPings } from "../scenes/corrections.ts";
import { killedMorning } from "../scenes/killed.ts";
import { digestHour } from "../scenes/mails.ts";
import { morning } from "../scenes/mornings.ts";
import { announcedTwice, completeFlights, flightsAgain, sentWhole } from "../scenes/uploads.ts";
import type { Act } from "./play.ts";
import type { Plot } from "./plot.ts";

/** All that happens, by its time. */
export function agendaOf(plot: Plot): Act[] {
  const mornings = Array.from({ length: plot.days }, (_, index) => index + 1);
  const acts = [
    ...mornings.map((day) => (day === plot.killed ? killedMorning(day) : morning(day))),
    ...mornings.map((day) => digestHour(day + 1)),
    announcedTwice(plot.announcedTwice),
    sentWhole(plot.truncated),
    completeFlights(plot.incomplete),
    flightsAgain(plot.sentAgain),
    correctedPings(plot.correction),
    deployColumn(plot.columnDeployed),
    mendRule(plot.strict),
    acceptStorm(plot.storm),
    mendedPings(plot.dirty),
  ];
  return acts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
