import { deliverMail } from "../lakehouse/run/deliver.ts";
import { type Asking, readAsked } from "./asked.ts";
import type { EventFunction } from "./work.ts";

/** Sends what is due in the outbox. A mail that fails waits there: no event is delivered again for it. */
const deliver: EventFunction<Asking> = {
  read: (event, place) => readAsked(event, place, "mail"),
  async work({ tools }) {
    const { sent, dead, suppressed, waiting, denied } = await deliverMail(tools);
    const message = `mails: ${sent} sent, ${waiting} waiting, ${suppressed} over the cap, ${dead} given up`;
    return { message, ...(denied && { reason: "KEY_REFUSED" }) };
  },
};

export default deliver;
