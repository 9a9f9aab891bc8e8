import { decide } from "../../lakehouse/run/decide.ts";
import { workOn } from "../../lakehouse/run/process.ts";
import { grouped, rowsOf } from "../../lakehouse/run/view/numbers.ts";
import { momentOf } from "../calendar.ts";
import type { Act } from "../story/play.ts";
import { publishedRows } from "../story/published.ts";
import { tellMails } from "./mails.ts";
import { OWNER, pingsDrop } from "./owner.ts";

/** A person knows what no rule can know: the storm was real, and the other rows are good. */
export function acceptStorm(day: number): Act {
  return {
    at: momentOf(day + 3, "09:45"),
    play: async (play) => {
      const { stage, tell } = play;
      const decided = await decide(stage.tools, await pingsDrop(stage, day), { kind: "accept", by: OWNER });
      const { report } = await workOn(stage.tools, decided);
      const followed = await stage.publish();
      const { loaded = 0 } = publishedRows(followed, "device_pings") ?? {};
      const quarantined = report?.rows.quarantined ?? 0;
      tell({
        kind: "accepted",
        dataset: "device_pings",
        what: `the storm was real: ${OWNER} accepts the drop that was held two days ago`,
        did: `round 2: ${rowsOf(loaded)} loaded, the ${grouped(quarantined)} without a place stay in quarantine`,
        figures: { loaded, quarantined },
        asPlanned: loaded > 0 && quarantined > 0,
      });
      tellMails(play, followed);
    },
  };
}
