import { isAddress, mailboxOf } from "../contract/address.ts";
import { ALL_DATASETS } from "../plan/names.ts";
import type { Plan } from "../plan/plan.ts";

/** What a message is about, and who is told. */
export type Addressed = Pick<Plan, "dataset" | "environment" | "contract" | "notify">;

type Paces = Plan["notify"]["recipients"][number]["digest"];

/** Of a plan's recipients. */
export function addresses({ notify }: Pick<Addressed, "notify">, wanted: (digest: Paces) => boolean): string[] {
  return recipientsOf(notify.recipients.filter(({ digest }) => wanted(digest)).map(({ email }) => email));
}

/** What is of no dataset is told to those whom the environment names, else to all whom any contract names. */
export function allDatasets(environment: string, alertsTo: readonly string[], plans: readonly Addressed[]): Addressed {
  const digest = { error: "immediate", warning: "daily" } as const;
  const named = alertsTo.map((email) => ({ channel: "", email, digest }));
  const owners = plans.flatMap(({ notify }) => notify.recipients);
  return {
    dataset: ALL_DATASETS,
    environment,
    contract: {
      id: ALL_DATASETS,
      version: "",
      title: "All datasets",
      description: null,
      owner: null,
      runbookUrl: null,
    },
    notify: { recipients: named.length > 0 ? named : owners },
  };
}

/**
 * Each mailbox once, as it is written first, in a stable order. Without what no mailer takes, such as an address of a
 * plan that an older linter let pass: the others shall have their mail.
 */
export function recipientsOf(addresses: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const address of addresses.filter(isAddress)) {
    const mailbox = mailboxOf(address);
    if (!first.has(mailbox)) first.set(mailbox, address);
  }
  return [...first.values()].sort();
}
