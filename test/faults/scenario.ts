/** One line of the list of faults that the chain is to outlive: what happens, and what must come of it. */
export interface Scenario {
  readonly number: number;
  readonly scenario: string;
  readonly expected: string;
  /** Tests that show it; null: it does not apply, for a reason. */
  readonly shown: readonly Shown[] | { readonly notApplicable: string };
}

/** Tests of one file whose titles (with those of what they stand in) fit. */
export interface Shown {
  readonly file: string;
  readonly title: RegExp;
}

/** A test as a run of Jest left it. */
export interface Ran {
  readonly file: string;
  /** With the titles of what it stands in, joined by spaces. */
  readonly title: string;
  readonly passed: boolean;
}

export type Verdict = "pass" | "FAIL" | "no test" | "not applicable";

/** `no test`: not one of the tests that are named was run and fits. */
export function verdictOf({ shown }: Scenario, ran: readonly Ran[]): Verdict {
  if ("notApplicable" in shown) return "not applicable";
  const found = shown.map(({ file, title }) => ran.filter((one) => one.file === file && title.test(one.title)));
  if (found.some((tests) => tests.length === 0)) return "no test";
  return found.flat().every(({ passed }) => passed) ? "pass" : "FAIL";
}
