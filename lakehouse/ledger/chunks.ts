/** So many reads at once keep a store busy, and neither it nor this process is flooded by a long ledger. */
const atOnce = 64;

/** Results of `work` over all items, in their order; a few items at a time. */
export async function inChunks<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  most = atOnce,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += most) {
    results.push(...(await Promise.all(items.slice(start, start + most).map(work))));
  }
  return results;
}
