import { landingPath } from "../../lakehouse/plan/names.ts";
import { arrivalOf } from "../../lakehouse/run/arrival.ts";
import { processDrop } from "../../lakehouse/run/process.ts";
import { grouped, rowsOf } from "../../lakehouse/run/view/numbers.ts";
import { dateOf, momentOf } from "../calendar.ts";
import type { Act } from "../story/play.ts";
import { publishedRows } from "../story/published.ts";
import { objectName } from "../upload.ts";
import { tellMails } from "./mails.ts";

/** Clouds announce an upload at least once. */
export function announcedTwice(day: number): Act {
  return {
    at: momentOf(day + 1, "05:41"),
    play: async ({ stage, tell }) => {
      const name = objectName("flights", day, "flights.parquet");
      const meta = await stage.tools.objects.stat(landingPath(name));
      if (!meta) throw new Error(`${name} is not in landing`);
      const arrival = arrivalOf(stage.laptop.bucket, name, meta, dateOf(day));
      const { worked, entry } = await processDrop(stage.tools, stage.planOf("flights"), arrival);
      const rows = publishedRows(await stage.publish(), "flights");
      tell({
        kind: "event twice",
        dataset: "flights",
        what: `the upload of ${name} is announced a second time`,
        did: worked || rows ? "it was worked on again" : `it is ${entry.value.state} already: nothing runs`,
        figures: { loaded: rows?.loaded ?? 0 },
        asPlanned: !worked && rows === null,
      });
    },
  };
}

/** The file whose upload broke off, a day later. */
export function sentWhole(day: number): Act {
  const at = momentOf(day + 2, "04:50");
  return {
    at,
    play: async (play) => {
      const { stage, files, tell } = play;
      const path = files.pings(day);
      await stage.arrive([{ dataset: "device_pings", day, file: "part-0.parquet", path, at }]);
      const followed = await stage.publish();
      const loaded = publishedRows(followed, "device_pings")?.loaded ?? 0;
      const what = `the file of ${dateOf(day)} that broke off comes again, whole`;
      const did = `a new generation, a drop of its own: ${rowsOf(loaded)} loaded`;
      tell({ kind: "sent whole", dataset: "device_pings", what, did, figures: { loaded }, asPlanned: loaded > 0 });
      tellMails(play, followed);
    },
  };
}

/** Keyless rows cannot be told apart, so the contract says `onReupload: replace`. */
export function completeFlights(day: number): Act {
  const at = momentOf(day + 1, "14:40");
  return {
    at,
    play: async (play) => {
      const { stage, files, tell } = play;
      await stage.arrive([{ dataset: "flights", day, file: "flights.parquet", path: files.flights(day), at }]);
      const followed = await stage.publish();
      const { loaded = 0, replaced = 0 } = publishedRows(followed, "flights") ?? {};
      tell({
        kind: "re-upload",
        dataset: "flights",
        what: `the export of ${dateOf(day)} had ended early; the complete file takes its place`,
        did: `in one statement ${rowsOf(replaced)} give way to ${grouped(loaded)}, and the day's airports are made new`,
        figures: { loaded, replaced },
        asPlanned: replaced > 0 && loaded > replaced,
      });
      tellMails(play, followed);
    },
  };
}

export function flightsAgain(day: number): Act {
  const at = momentOf(day + 1, "09:10");
  return {
    at,
    play: async ({ stage, files, tell }) => {
      const path = files.flights(day);
      const [drop] = await stage.arrive([{ dataset: "flights", day, file: "flights.parquet", path, at }]);
      const rows = publishedRows(await stage.publish(), "flights");
      const state = drop?.entry.value.state;
      tell({
        kind: "sent twice",
        dataset: "flights",
        what: `the very same file of ${dateOf(day)} is uploaded again`,
        did: `${state}: its bytes are those of the drop that is loaded, so nothing changes`,
        figures: { loaded: rows?.loaded ?? 0 },
        asPlanned: state === "DUPLICATE" && rows === null,
      });
    },
  };
}
