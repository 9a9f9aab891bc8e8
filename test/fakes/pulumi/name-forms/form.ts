/** How a name, or another text, must be written. */
export interface Form {
  readonly pattern: RegExp;
  /** In words that follow "write". */
  readonly takes: string;
}

/** Forms by the input that they are of: `name`, `lifecycleRules[].action.type`. */
export type Forms = Readonly<Record<string, Form>>;

export function form(pattern: RegExp, takes: string): Form {
  return { pattern, takes };
}

/** Names of machines and networks, of functions and of what has an address: a label of a host's name. */
export function hostLabel(most = 63): Form {
  return form(
    new RegExp(`^[a-z](?:[a-z0-9-]{0,${most - 2}}[a-z0-9])?$`),
    `at most ${most} of a-z, 0-9 and -, a letter first, no - last`,
  );
}

/** For people. */
export function upTo(most: number): Form {
  return form(new RegExp(`^[^\\n]{1,${most}}$`, "u"), `at most ${most} characters, on one line`);
}
