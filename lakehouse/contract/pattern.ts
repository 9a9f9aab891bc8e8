import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/** RE2's limit for a counted repetition, also for the product of nested ones. */
const MAX_REPEAT = 1000;

export interface PatternProblem {
  readonly rule: "pattern-invalid" | "pattern-not-portable" | "pattern-never-matches";
  readonly message: string;
  readonly cure: string;
}

export interface Pattern {
  readonly problems: readonly PatternProblem[];
  /** Code points that a matching value has; 0 to infinity unless the pattern is anchored at both ends. */
  readonly shortest: number;
  readonly longest: number;
  /** True if it says ^ or $ at all; else it matches anywhere in a value. */
  readonly anchored: boolean;
}

const ANY_LENGTH: Span = [0, Number.POSITIVE_INFINITY];

/** Reads a pattern as ECMA-262 with flag u and finds what RE2 would refuse or read otherwise. */
export function readPattern(source: string): Pattern {
  let tree: AST.Pattern;
  try {
    const parser = new RegExpParser({ ecmaVersion: 2024 });
    tree = parser.parsePattern(source, 0, source.length, { unicode: true });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(
      /^Invalid regular expression: .*: /s,
      "",
    );
    const cure = "mend the expression; escape only ^ $ \\ . * + ? ( ) [ ] { } | /";
    const problem: PatternProblem = { rule: "pattern-invalid", message: `the pattern cannot be read: ${reason}`, cure };
    return { problems: [problem], shortest: 0, longest: Number.POSITIVE_INFINITY, anchored: true };
  }
  const problems = differences(tree);
  const repeats = largestRepeat(tree.alternatives);
  if (repeats > MAX_REPEAT)
    problems.push(differs(`repeats ${repeats} times, RE2 at most ${MAX_REPEAT}`, "use minLength and maxLength"));
  if (!tree.alternatives.some(canMatch)) {
    problems.push({
      rule: "pattern-never-matches",
      message: "no value can match the pattern",
      cure: "move ^ to the start and $ to the end",
    });
  }
  const edges = tree.alternatives.map(({ elements }) => [isEdge(elements[0], "start"), isEdge(elements.at(-1), "end")]);
  const whole = edges.every(([start, end]) => start && end);
  const [shortest, longest] = whole ? lengthOf(tree.alternatives) : ANY_LENGTH;
  return { problems, shortest, longest, anchored: edges.flat().includes(true) };
}

function differs(what: string, cure: string): PatternProblem {
  return { rule: "pattern-not-portable", message: `the pattern ${what}`, cure };
}

function differences(tree: AST.Pattern): PatternProblem[] {
  const found = new Map<string, string>();
  visitRegExpAST(tree, {
    onAssertionEnter: ({ kind }) => {
      if (kind === "lookahead" || kind === "lookbehind")
        found.set(`looks around (${kind})`, "split it into two rules, or write a `rowExpression`");
    },
    onBackreferenceEnter: () => found.set("refers back to a group", "write a `rowExpression`"),
    onCapturingGroupEnter: ({ name }) => {
      if (name !== null) found.set(`names a group (${name})`, "write (…) without a name");
    },
    onCharacterEnter: ({ raw }) => {
      if (/^\\(u|c|0)/.test(raw)) found.set(`has the escape ${raw}`, "write the character itself, or \\xHH below 256");
    },
    onCharacterClassEnter: ({ raw, elements }) => {
      if (elements.length === 0) found.set(`has the empty class ${raw}`, "write . for any character");
      if (/\[[:.=]/.test(raw)) found.set(`has ${raw}, a POSIX class in RE2`, "put the : . or = first, or escape the [");
      if (/(?<!\\)(\\\\)*\\b/.test(raw)) found.set("has \\b in a class", "write \\x08");
    },
    onCharacterSetEnter: (set) => {
      if (set.kind === "space") found.set(`has ${set.raw}, which RE2 reads as ASCII only`, "write [ \\t\\n\\f\\r]");
      if (set.kind === "property" && !/^\\p\{(L|M|N|P|S|Z|[LMNPSZ][a-z]|Cc|Cf|Co|Cs)\}$/i.test(set.raw)) {
        found.set(`has ${set.raw}`, "write a general category of one or two letters, such as \\p{Lu}");
      }
    },
  });
  return [...found].map(([what, cure]) => differs(what, cure));
}

function isEdge(element: AST.Element | undefined, kind: "start" | "end"): boolean {
  return element?.type === "Assertion" && element.kind === kind;
}

/** False only if text would have to stand before ^ or behind $. */
function canMatch({ elements }: AST.Alternative): boolean {
  const consumes = elements.map((element) => shortestOf(element) > 0);
  return elements.every((element, index) => {
    if (isEdge(element, "start")) return !consumes.slice(0, index).includes(true);
    return !isEdge(element, "end") || !consumes.slice(index).includes(true);
  });
}

function shortestOf(element: AST.Element): number {
  return lengthOfElement(element)[0];
}

type Span = readonly [shortest: number, longest: number];

function lengthOf(alternatives: readonly AST.Alternative[]): Span {
  const spans = alternatives.map(({ elements }): Span => {
    const inner = elements.map(lengthOfElement);
    return [inner.reduce((sum, [low]) => sum + low, 0), inner.reduce((sum, [, high]) => sum + high, 0)];
  });
  return [Math.min(...spans.map(([low]) => low)), Math.max(...spans.map(([, high]) => high))];
}

function lengthOfElement(element: AST.Element): Span {
  switch (element.type) {
    case "Quantifier": {
      const [low, high] = lengthOfElement(element.element);
      return [low * element.min, high === 0 || element.max === 0 ? 0 : high * element.max];
    }
    case "Group":
    case "CapturingGroup":
      return lengthOf(element.alternatives);
    case "Assertion":
      return [0, 0];
    case "Backreference":
      return [0, Number.POSITIVE_INFINITY];
    default:
      return [1, 1];
  }
}

function largestRepeat(alternatives: readonly AST.Alternative[]): number {
  return Math.max(1, ...alternatives.flatMap(({ elements }) => elements.map(repeatOf)));
}

function repeatOf(element: AST.Element): number {
  if (element.type === "Group" || element.type === "CapturingGroup") return largestRepeat(element.alternatives);
  if (element.type !== "Quantifier") return 1;
  const times = element.max === Number.POSITIVE_INFINITY ? element.min : element.max;
  return Math.max(times, 1) * repeatOf(element.element);
}
