import { composeMessage } from "../../lakehouse/notify/compose.ts";
import { composeDags } from "../../lakehouse/notify/dags.ts";
import { composeDigest } from "../../lakehouse/notify/digest.ts";
import type { Draft, Letter } from "../../lakehouse/notify/message.ts";
import { dag, dagBroken, dagDigest } from "./stories/dags.ts";
import { derived, derivedAgain, derivedDigest } from "./stories/derived.ts";
import { digest } from "./stories/digest.ts";
import { held } from "./stories/held.ts";
import { hostile } from "./stories/hostile.ts";
import { arrivedLate, missing, missingDays } from "./stories/missing.ts";
import { quarantined } from "./stories/quarantined.ts";
import { recovered } from "./stories/recovered.ts";
import { refused } from "./stories/refused.ts";
import { rejected } from "./stories/rejected.ts";
import { released } from "./stories/released.ts";
import { replayed } from "./stories/replayed.ts";
import { storm } from "./stories/storm.ts";
import { stuck } from "./stories/stuck.ts";
import { unsound } from "./stories/unsound.ts";
import { waiting } from "./stories/waiting.ts";
import { warned } from "./stories/warned.ts";

export const stories = {
  quarantined,
  held,
  rejected,
  refused,
  warned,
  recovered,
  storm,
  stuck,
  waiting,
  replayed,
  released,
  missing,
  "missing-days": missingDays,
  "arrived-late": arrivedLate,
  unsound,
  derived,
  "derived-again": derivedAgain,
  hostile,
} as const;

type Told = Draft & { readonly mail: Letter };

/** Every kind of mail there is, by name. */
export const letters: Readonly<Record<string, Told>> = Object.fromEntries([
  ...Object.entries(stories).map(([name, story]) => [name, told(name, composeMessage(story))] as const),
  ["digest", told("digest", composeDigest(digest))] as const,
  ["dag", told("dag", composeDags(dag))] as const,
  ["dag-broken", told("dag-broken", composeDags(dagBroken))] as const,
  ["dag-digest", told("dag-digest", dagDigest())] as const,
  ["derived-digest", told("derived-digest", composeDigest(derivedDigest))] as const,
]);

export function letterNamed(name: string): Letter {
  const draft = letters[name];
  if (!draft) throw new Error(`no letter ${name}`);
  return draft.mail;
}

function told(name: string, draft: Draft | null): Told {
  if (!draft?.mail) throw new Error(`${name} is told at once`);
  return { ...draft, mail: draft.mail };
}
