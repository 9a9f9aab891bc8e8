import type { Followed } from "../../lakehouse/run/chain.ts";
import { momentOf } from "../calendar.ts";
import type { Act, Play } from "../story/play.ts";

/** A line for each mail that went out. */
export function tellMails({ tell }: Pick<Play, "tell">, { informed }: Followed): void {
  for (const { dataset, mail, state } of informed.messages) {
    if (!mail) continue;
    const asPlanned = state === "SENT";
    tell({ kind: "mail", dataset, what: mail.subject, did: mail.to.join(", "), figures: {}, asPlanned });
  }
}

/** Every morning at this time somebody looks whether anything is to be told: digests are due at seven. */
export function digestHour(day: number): Act {
  return { at: momentOf(day, "07:05"), play: async (play) => tellMails(play, await play.stage.publish()) };
}
