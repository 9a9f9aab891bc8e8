import { html } from "hono/html";
import type { Letter } from "../message.ts";
import { LOOK } from "./look.ts";
import { wrapped } from "./wrap.ts";

/** Where the HTML of a mail can take a notice; as a comment it cannot come from data, which is escaped. */
export const CAP_NOTICE_PLACE = html`<!--notice-->`;

/** The day's last mail says so, since no other one will. */
export function withCapNotice(letter: Letter, environment: string, cap: number): Letter {
  const words = `This is the last mail of today: the cap of ${cap} mails a day of environment ${environment} is reached. What happens until midnight UTC is told in the next digest; \`sluice status\` knows it now.`;
  const row = html`<tr><td class="cell" style="${LOOK.cell}"><p class="muted" style="${LOOK.muted}">${words}</p></td></tr>`;
  return {
    ...letter,
    text: `${wrapped(words).join("\n")}\n\n${letter.text}`,
    html: letter.html.replace(String(CAP_NOTICE_PLACE), () => String(row)),
  };
}
