import { grouped } from "../../lakehouse/run/view/numbers.ts";
import { dateOf, momentOf } from "../calendar.ts";
import type { Act } from "../story/play.ts";
import { publishedRows } from "../story/published.ts";
import { tellMails } from "./mails.ts";

/** Pings have a key, so newer rows take the place of older ones, and nothing is deleted. */
export function correctedPings(day: number): Act {
  const at = momentOf(day + 1, "13:20");
  return {
    at,
    play: async (play) => {
      const { stage, files, tell } = play;
      const path = files.special.correction;
      const [drop] = await stage.arrive([{ dataset: "device_pings", day, file: "part-1.parquet", path, at }]);
      const followed = await stage.publish();
      const late = drop?.report?.rules.find(({ id }) => id === "late")?.failed ?? 0;
      const { loaded = 0, updated = 0 } = publishedRows(followed, "device_pings") ?? {};
      tell({
        kind: "late rows",
        dataset: "device_pings",
        what: "corrected positions of the two days before, and fixes of phones that were off",
        did: `${grouped(updated)} take the place of older rows of their keys, ${grouped(loaded - updated)} are new; ${grouped(late)} are older than the contract's window of 3 days and wait in quarantine`,
        figures: { loaded, updated, late },
        asPlanned: updated > 0 && loaded > updated && late > 0,
      });
      tellMails(play, followed);
    },
  };
}

/** What was bad in the first upload is good in the second, and the rest is the same. */
export function mendedPings(day: number): Act {
  const at = momentOf(day + 2, "11:00");
  return {
    at,
    play: async (play) => {
      const { stage, files, tell } = play;
      await stage.arrive([{ dataset: "device_pings", day, file: "part-0.parquet", path: files.pings(day), at }]);
      const followed = await stage.publish();
      const { loaded = 0, updated = 0 } = publishedRows(followed, "device_pings") ?? {};
      tell({
        kind: "re-upload",
        dataset: "device_pings",
        what: `the producer has mended the pings of ${dateOf(day)} and uploads them again`,
        did: `${grouped(updated)} take the place of older rows of their keys, ${grouped(loaded - updated)} that had been bad are new`,
        figures: { loaded, updated },
        asPlanned: updated > 0 && loaded > updated,
      });
      tellMails(play, followed);
    },
  };
}
