import { momentOf } from "../calendar.ts";
import { FLIGHTS_ARRIVE } from "../data/flights.ts";
import { PINGS_ARRIVE } from "../data/pings.ts";
import type { SentFiles } from "../data/sent.ts";
import { tellMorning } from "../story/morning-lines.ts";
import type { Act } from "../story/play.ts";
import type { Plot } from "../story/plot.ts";
import type { Upload } from "../upload.ts";
import { tellMails } from "./mails.ts";

/** In the morning after a day its two drops arrive, are split and published, and the table of airports follows. */
export function morning(day: number): Act {
  return {
    at: morningOf(day),
    play: async (play) => {
      const drops = await play.stage.arrive(filesOf(play.files, play.plot, day));
      const followed = await play.stage.publish();
      tellMorning(play, day, drops, followed);
      tellMails(play, followed);
    },
  };
}

export function morningOf(day: number): string {
  return momentOf(day + 1, "05:32");
}

/** What comes in the morning after a day. */
export function filesOf(files: SentFiles, plot: Plot, day: number): Upload[] {
  const sent = {
    day,
    file: "flights.parquet",
    path: flightsOf(files, plot, day),
    at: momentOf(day + 1, FLIGHTS_ARRIVE),
  };
  return [
    { ...sent, dataset: "flights" },
    {
      day,
      file: "part-0.parquet",
      path: pingsOf(files, plot, day),
      at: momentOf(day + 1, PINGS_ARRIVE),
      dataset: "device_pings",
    },
  ];
}

function flightsOf({ flights, special }: SentFiles, { incomplete, partial }: Plot, day: number): string {
  if (day === incomplete) return special.incomplete;
  return day === partial ? special.partial : flights(day);
}

function pingsOf({ pings, special }: SentFiles, { truncated, dirty }: Plot, day: number): string {
  if (day === truncated) return special.truncated;
  return day === dirty ? special.dirty : pings(day);
}
