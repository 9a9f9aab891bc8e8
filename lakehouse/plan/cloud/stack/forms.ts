import type { Cursor } from "../../../contract/cursor.ts";
import { oneOf } from "../../../contract/spelling.ts";

/** How a setting is written. */
export interface Form<Value> {
  /** What it takes, in words that follow "write". */
  readonly takes: string;
  /** Undefined: it is written otherwise. */
  read(value: Cursor): Value | undefined;
  /** Of a list or of names with values: which of them are wrong; none: the whole is. */
  wrong?(value: Cursor): readonly Wrong[];
}

export interface Wrong {
  readonly at: Cursor;
  readonly takes: string;
}

function wrongIn<Value>(item: Form<Value>, value: Cursor | null): readonly Wrong[] {
  if (value === null || item.read(value) !== undefined) return [];
  const inner = item.wrong?.(value) ?? [];
  return inner.length > 0 ? inner : [{ at: value, takes: item.takes }];
}

export function text(pattern: RegExp, takes: string): Form<string> {
  return {
    takes,
    read(value) {
      const written = value.asText();
      return written !== null && pattern.test(written) ? written : undefined;
    },
  };
}

export function choice<const Name extends string>(...names: readonly Name[]): Form<Name> {
  return { takes: oneOf(names), read: (value) => names.find((name) => name === value.asText()) };
}

/** `pulumi config set` writes numbers as texts. */
export function whole(least: number, most: number, what: string): Form<number> {
  return {
    takes: `${what}, ${least} to ${most}`,
    read(value) {
      const written = value.asText() ?? value.asDecimal() ?? "";
      const number = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** `pulumi config set` writes these as texts too. */
export const flag: Form<boolean> = {
  takes: "`true` or `false`",
  read(value) {
    const written = value.asFlag() ?? value.asText();
    if (written === true || written === "true") return true;
    return written === false || written === "false" ? false : undefined;
  },
};

export function listOf<Value>(item: Form<Value>): Form<readonly Value[]> {
  return {
    takes: `a list, each ${item.takes}`,
    read(value) {
      if (value.kind !== "list") return undefined;
      const items = value.items().map((one) => item.read(one));
      return items.every((one) => one !== undefined) ? (items as Value[]) : undefined;
    },
    wrong: (value) => (value.kind === "list" ? value.items().flatMap((one) => wrongIn(item, one)) : []),
  };
}

/** Names with a value each. */
export function recordOf<Value>(name: RegExp, item: Form<Value>, takes: string): Form<Readonly<Record<string, Value>>> {
  return {
    takes,
    read(value) {
      if (value.kind !== "map") return undefined;
      const entries = value.keys().map((key) => [key, readMember(value, key, item)] as const);
      const isRight = entries.every(([key, one]) => name.test(key) && one !== undefined);
      return isRight ? (Object.fromEntries(entries) as Record<string, Value>) : undefined;
    },
    wrong: (value) => (value.kind === "map" ? value.keys().flatMap((key) => wrongIn(item, value.get(key))) : []),
  };
}

function readMember<Value>(value: Cursor, key: string, item: Form<Value>): Value | undefined {
  const member = value.get(key);
  return member ? item.read(member) : undefined;
}
