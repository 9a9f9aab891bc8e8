/** The figures of a long run, for who asked for one: jest shows nothing of a test that holds. */
export function tell(figures: object): void {
  if (process.env.RUNS !== undefined) process.stdout.write(`${JSON.stringify(figures, null, 1)}\n`);
}
