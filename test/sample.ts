/** RUNS says how many (`npm run soak -- NAME` all of them), SEED which. */
const RUNS = process.env.RUNS;
const SEED = Number(process.env.SEED ?? 20_261_121);

/** As many of the cases as fit into `npm test`, in their order; another SEED takes others. */
export function sampleOf<Case>(cases: readonly Case[], usual: number): readonly Case[] {
  const most = RUNS === undefined ? usual : Number(RUNS);
  if (most >= cases.length) return cases;
  const drawn = cases.map((_, index) => ({ index, lot: lotOf(index) })).sort((a, b) => a.lot - b.lot);
  const chosen = new Set(drawn.slice(0, most).map(({ index }) => index));
  return cases.filter((_, index) => chosen.has(index));
}

/** The same for a seed and a place on every machine (mulberry32). */
function lotOf(index: number): number {
  let state = (SEED + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return (state ^ (state >>> 14)) >>> 0;
}
