import type { Decision } from "../policy.ts";
import type { Addressed } from "../recipients.ts";
import type { RunStory } from "../story.ts";
import { timeWords } from "../words/numbers.ts";
import { joined, type Said, say, sayPerson } from "../words/say.ts";

/** Small print: who owns the data, who is told, what decided. */
export function footOf(
  { plan, now, drops, checked }: Pick<RunStory, "now" | "drops" | "checked"> & { readonly plan: Addressed },
  { to, later }: Pick<Decision, "to" | "later">,
  how = "Told at once",
): Said[] {
  const { owner, version } = plan.contract;
  const hash = drops.find(({ report }) => report !== null)?.report?.plan ?? checked.at(-1)?.plan ?? null;
  const names = new Map(plan.notify.recipients.map(({ email, channel }) => [email, channel]));
  const who = (emails: readonly string[]) =>
    joined(
      [...new Set(emails.map((email) => names.get(email) || email.split("@")[0] || ""))].map((name) => say`${name}`),
      ", ",
    );
  return [
    ...(owner === null ? [] : [say`Owner: ${sayPerson(owner)}`]),
    say`${how}: ${who(to)}${later && later.to.length > 0 ? say`; by digest: ${who(later.to)}` : say``}`,
    version === ""
      ? say`Told ${timeWords(now)}`
      : say`Contract version ${version}${hash === null ? "" : `, plan ${hash.slice(0, 8)}`}; told ${timeWords(now)}`,
  ];
}
