/** Between two instants; never less than 0, whatever the clocks that told them. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
