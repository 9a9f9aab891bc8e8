import { isAddress, mailboxOf } from "../contract/address.ts";

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
