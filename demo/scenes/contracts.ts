import { planReplay, replayDrop } from "../../lakehouse/run/replay-drop.ts";
import { countOf, rowsOf } from "../../lakehouse/run/view/numbers.ts";
import { momentOf } from "../calendar.ts";
import type { Act } from "../story/play.ts";
import { publishedRows } from "../story/published.ts";
import { tellMails } from "./mails.ts";
import { OWNER, pingsDrop } from "./owner.ts";

/** The owner adds the column to the contract: what comes from now on has it, and older rows have NULL. */
export function deployColumn(day: number): Act {
  return {
    at: momentOf(day + 1, "10:00"),
    play: async ({ stage, tell }) => {
      await stage.deploy("1.1.0");
      const [row] = await stage.laptop.warehouse.query(
        "SELECT count(*) AS n FROM duckdb_columns() WHERE table_name = 'device_pings_v1' AND column_name = 'battery'",
      );
      tell({
        kind: "deployed",
        dataset: "device_pings",
        what: "contract 1.1.0 knows the column `battery`",
        did: "the table has it from now on; rows that came before have NULL there",
        figures: {},
        asPlanned: Number(row?.n) > 0,
      });
    },
  };
}

/** A rule was stricter than the world. It is mended, and what it had set aside comes in, once. */
export function mendRule(days: readonly number[]): Act {
  return {
    at: momentOf(Math.max(...days) + 1, "15:00"),
    play: async (play) => {
      const { stage, tell } = play;
      await stage.deploy("1.2.0");
      tell({
        kind: "deployed",
        dataset: "device_pings",
        what: "contract 1.2.0 allows an accuracy of up to 10 km, not 1 km",
        did: "from now on drops are split by it; what waits in quarantine waits for a replay",
        figures: {},
        asPlanned: true,
      });
      const order = { plan: stage.planOf("device_pings"), backfill: false, by: OWNER };
      let replays = 0;
      for (const day of days) {
        for (const replay of await planReplay(stage.tools, await pingsDrop(stage, day), order)) {
          await replayDrop(stage.tools, replay, order, {});
          replays += 1;
        }
      }
      const followed = await stage.publish();
      const { loaded = 0, good = 0 } = publishedRows(followed, "device_pings") ?? {};
      tell({
        kind: "replayed",
        dataset: "device_pings",
        what: `the owner replays what the old rule had set aside on ${countOf(days.length, "day")}`,
        did: `${rowsOf(loaded)} come in from quarantine, as if they had been good at once`,
        figures: { replays, loaded },
        asPlanned: loaded > 0 && loaded === good && replays === days.length,
      });
      tellMails(play, followed);
    },
  };
}
