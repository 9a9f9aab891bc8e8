/** ASCII alone: what mail services take without an extension that few of them have. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+[A-Za-z]{2,}$`);
const LONGEST = 320;

/** One address for the linter and every mailer: an address that only one of them takes would kill a whole mail. */
export function isAddress(text: string): boolean {
  return text.length <= LONGEST && ADDRESS.test(text);
}

/** The same for every way to write an address: upper and lower case reach the same mailbox. */
export function mailboxOf(address: string): string {
  return address.toLowerCase();
}
