// What one source file refers to, read from its syntax tree: a string or a comment that looks like an import is none.
import { parseSync } from "@swc/core";

/** A file of the project: its path from the project's folder, with forward slashes, and its text. */
export interface Source {
  path: string;
  text: string;
}

export interface Reference {
  /** What stands after `from`; undefined where it is computed, as in `import(name)`. */
  specifier: string | undefined;
  line: number;
}

export interface Use {
  what: string;
  line: number;
}

export interface SourceFacts {
  references: Reference[];
  /** Clock, chance and surroundings: what a pure function has no right to. */
  impure: Use[];
  /** Lines with the type `any`. */
  anys: number[];
}

interface Node extends Record<string, unknown> {
  type: string;
}

const surroundings = new Set(["process", "performance", "crypto", "Bun", "Deno"]);
const effects = new Set(["fetch", "require", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"]);

export function readSource(text: string): SourceFacts {
  const bytes = Buffer.from(text);
  const tree = parseSync(text, { syntax: "typescript", target: "es2024", decorators: true });
  const facts: SourceFacts = { references: [], impure: [], anys: [] };
  for (const node of nodesOf(tree)) {
    for (const target of targetsOf(node)) {
      facts.references.push({ specifier: literal(target), line: lineOf(bytes, node) });
    }
    const what = impureUse(node);
    if (what) facts.impure.push({ what, line: lineOf(bytes, node) });
    if (node.type === "TsKeywordType" && node.kind === "any") facts.anys.push(lineOf(bytes, node));
  }
  return facts;
}

function* nodesOf(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if (isNode(value)) yield value;
  for (const child of Object.values(value)) yield* nodesOf(child);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The expressions by which a node names another module. */
function targetsOf(node: Node): unknown[] {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return node.source ? [node.source] : [];
    case "TsImportType":
      return [node.argument];
    case "TsExternalModuleReference":
      return [node.expression];
    case "CallExpression":
      return isLoader(node.callee) ? firstArgument(node) : [];
    default:
      return [];
  }
}

/** `import(…)`, `require(…)`, `require.resolve(…)`, `import.meta.resolve(…)` */
function isLoader(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === "Import" || nameOf(callee) === "require") return true;
  if (callee.type !== "MemberExpression" || nameOf(callee.property) !== "resolve") return false;
  return nameOf(callee.object) === "require" || (isNode(callee.object) && callee.object.type === "MetaProperty");
}

function impureUse(node: Node): string | undefined {
  if (node.type === "MemberExpression") {
    const object = nameOf(node.object);
    const whole = `${object}.${nameOf(node.property)}`;
    return whole === "Date.now" || whole === "Math.random" || surroundings.has(object ?? "") ? whole : undefined;
  }
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const callee = nameOf(node.callee);
  if (callee === "Date" && firstArgument(node).length === 0) return "new Date()";
  return callee && effects.has(callee) ? `${callee}()` : undefined;
}

function firstArgument(node: Node): unknown[] {
  const first: unknown = Array.isArray(node.arguments) ? node.arguments[0] : undefined;
  return typeof first === "object" && first !== null && "expression" in first ? [first.expression] : [];
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === "Identifier" && typeof node.value === "string" ? node.value : undefined;
}

function literal(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "StringLiteral" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral" || !Array.isArray(node.quasis) || node.quasis.length !== 1) return undefined;
  return String(node.quasis[0].cooked);
}

/** swc counts bytes, from 1. */
function lineOf(bytes: Buffer, node: Node): number {
  const span = node.span as { start: number } | undefined;
  return bytes
    .subarray(0, (span?.start ?? 1) - 1)
    .toString()
    .split("\n").length;
}
