import type { Kind } from "./message.ts";
import type { Said } from "./words/say.ts";

// A mail before it is rendered: what it says and in which order, with nothing about how it looks.

export type Tone = "bad" | "warn" | "good";

export interface Page {
  readonly kind: Kind;
  /** Of the state. */
  readonly tone: Tone;
  /** `ERROR`, in the subject and at the top. */
  readonly tag: string;
  readonly tagTone: Tone;
  readonly subject: Said;
  readonly dataset: Said;
  /** Arrival days; empty: none. */
  readonly days: Said;
  /** Title of the contract, environment. */
  readonly about: readonly Said[];
  /** Is the data usable? A word, and what it means. */
  readonly state: { readonly word: Said; readonly meaning: Said };
  /** New or repeated, since when. */
  readonly news: Said | null;
  readonly counts: Counts | null;
  readonly sections: readonly Section[];
  /** Small print: who owns it, who is told, what decided. */
  readonly foot: readonly Said[];
}

/** Parts that add up to the whole. */
export interface Counts {
  readonly whole: Count;
  readonly parts: readonly Part[];
  readonly notes: readonly Said[];
}

export interface Count {
  readonly label: Said;
  readonly number: Said;
}

export interface Part extends Count {
  /** `0.03 %`, and the same from 0 to 1. */
  readonly share: Said;
  readonly fraction: number;
  /** `plain`: neither good nor bad, as duplicates are. */
  readonly tone: Tone | "plain";
}

export type Section =
  | {
      readonly kind: "findings";
      readonly title: Said;
      readonly findings: readonly FindingView[];
      readonly more: Said | null;
    }
  | { readonly kind: "list"; readonly title: Said; readonly items: readonly Said[] }
  | { readonly kind: "drops"; readonly title: Said; readonly drops: readonly DropView[]; readonly more: Said | null }
  | { readonly kind: "commands"; readonly title: Said; readonly commands: readonly CommandView[] }
  | { readonly kind: "link"; readonly title: Said; readonly url: string };

export interface FindingView {
  readonly severity: "error" | "warning" | "info";
  readonly id: Said;
  readonly description: Said;
  /** `12,408 rows`, and `0.03 %`. */
  readonly measured: Said;
  readonly share: Said | null;
  /** `allowed: none`, `quarantined`, `4th run in a row`. */
  readonly details: readonly Said[];
  /** `··▁▂█` over the last runs, with words for who cannot see it. */
  readonly trend: { readonly line: string; readonly words: Said } | null;
  readonly impact: Said | null;
  readonly samples: readonly SampleView[];
}

export interface SampleView {
  readonly place: Said;
  readonly value: Said;
}

export interface DropView {
  readonly tone: Tone;
  readonly state: Said;
  readonly name: Said;
  readonly words: Said;
}

export interface CommandView {
  readonly purpose: Said;
  /** Lines of one command, to be pasted as they are. */
  readonly lines: readonly Said[];
}
