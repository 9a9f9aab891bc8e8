import type { Plan } from "../../plan/plan.ts";
import { CURE, refuse } from "../refused.ts";
import type { SchemaElement } from "./footer.ts";

const REPEATED = 2;
const GREATEST_PRECISION = 38;

interface SchemaFacts {
  readonly leaves: number;
  /** Leaves, counted from 0, below something repeated: they may have more values than the row group has rows. */
  readonly repeated: ReadonlySet<number>;
}

interface Open {
  left: number;
  readonly names: Set<string>;
  readonly repeated: boolean;
}

/**
 * Bounded in columns and depth, no name twice under one parent, every name usable, no type that DuckDB would change.
 * Walks with a stack of its own: depth is the file's choice, the JavaScript stack must not be.
 */
export function checkSchema(elements: readonly SchemaElement[], limits: Plan["limits"]): SchemaFacts {
  const stack: Open[] = [];
  const repeated = new Set<number>();
  let leaves = 0;
  for (const [index, element] of elements.entries()) {
    while (stack.at(-1)?.left === 0) stack.pop();
    const parent = stack.at(-1);
    if (index > 0 && !parent) broken("it has more elements than its groups hold");
    if (parent) {
      parent.left--;
      checkElement(element, parent.names);
    }
    const isRepeated = index > 0 && ((parent?.repeated ?? false) || element.repetition === REPEATED);
    if (element.type === null) {
      if (element.children < (index === 0 ? 0 : 1)) broken(`group ${element.name} has ${element.children} members`);
      stack.push({ left: element.children, names: new Set(), repeated: isRepeated });
      if (stack.length > limits.depth + 1) tooComplex(`columns nested deeper than ${limits.depth}`);
    } else {
      if (isRepeated) repeated.add(leaves);
      if (++leaves > limits.leafColumns) tooComplex(`more than ${limits.leafColumns} columns`);
    }
  }
  if (stack.some((open) => open.left > 0)) broken("it has fewer elements than its groups hold");
  if (leaves === 0) refuse("COLUMN_MISSING", "the file has no columns", "write the columns of the contract");
  return { leaves, repeated };
}

/** Names are compared as DuckDB compares them: ASCII letters without regard to case. */
export function foldName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function checkElement({ name, precision }: SchemaElement, taken: Set<string>): void {
  const cure = "give every column a name of its own";
  if (name === "" || name.includes("\0")) refuse("CORRUPT", "a column has no usable name", cure);
  const folded = foldName(name);
  if (taken.has(folded)) refuse("DUPLICATE_COLUMN", `two columns are called ${name} (case aside)`, cure);
  taken.add(folded);
  if (precision !== null && precision > GREATEST_PRECISION) {
    const message = `${name} is a decimal of ${precision} digits`;
    refuse("UNSUPPORTED_TYPE", message, `write at most ${GREATEST_PRECISION} digits, or text`);
  }
}

function broken(message: string): never {
  refuse("CORRUPT", `the schema in the footer is broken: ${message}`, CURE.blameWriter);
}

function tooComplex(what: string): never {
  refuse("TOO_COMPLEX", `the file has ${what}`, "flatten the schema, or split it into several datasets");
}
