import type { Injected, JudgedDay, Judgement } from "./inject.ts";

/** How good a detector is, as shares from 0 to 1. */
export interface Quality {
  readonly flagged: number;
  readonly recall: number;
  readonly delayRecall: number;
  readonly volumeRecall: number;
  /** Of what it flags, what was injected: too low for all, because real storms count as wrong. */
  readonly precision: number;
  /** Where it may flag five days in a hundred, those with the greatest scores. */
  readonly recallAtFive: number;
}

export function qualityOf(days: readonly JudgedDay[], judgements: readonly Judgement[]): Quality {
  if (days.length !== judgements.length) throw new RangeError("a detector judges every day once");
  const all = days.map(({ injected }, index) => ({ injected, ...(judgements[index] as Judgement) }));
  const spoilt = all.filter(({ injected }) => injected !== null);
  const of = (kind: Injected) => spoilt.filter(({ injected }) => injected === kind);
  const flagged = all.filter((one) => one.flagged);
  const top = all.toSorted((a, b) => b.score - a.score).slice(0, Math.floor(all.length * 0.05));
  return {
    flagged: flagged.length / all.length,
    recall: share(spoilt),
    delayRecall: share(of("delay")),
    volumeRecall: share(of("volume")),
    precision: flagged.filter(({ injected }) => injected !== null).length / flagged.length,
    recallAtFive: top.filter(({ injected }) => injected !== null).length / spoilt.length,
  };
}

function share(days: readonly { readonly flagged: boolean }[]): number {
  return days.filter(({ flagged }) => flagged).length / days.length;
}
