// The layout's rules, as a pure function from sources to problems. Each problem says where the code belongs instead.
import { posix } from "node:path";
import { type Layer, layerOf, mayImport, whereItBelongs } from "./layers.ts";
import { type Reference, readSource, type Source } from "./source.ts";

const pure: ReadonlySet<Layer | undefined> = new Set<Layer>(["contract", "plan"]);
const purePackages = new Set([
  "zod",
  "yaml",
  "ajv",
  "ajv-formats",
  "@noble/hashes",
  "@eslint-community/regexpp",
  "sql-parser-cst",
]);
const vagueName = /^(utils?|helpers?|common|misc)$/i;
const sizedFolders = new Set(["lakehouse", "functions", "infra", "demo", "scripts", "bench", "bin"]);
const maxLines = 300;

export function layoutProblems(sources: Source[]): string[] {
  return sources.flatMap((source) => [
    ...nameProblems(source.path),
    ...sizeProblems(source),
    ...(/\.[cm]?[jt]s$/.test(source.path) ? codeProblems(source) : []),
  ]);
}

function nameProblems(path: string): string[] {
  const vague = path.split("/").find((part) => vagueName.test(part.split(".")[0] ?? ""));
  return vague ? [`${path}: '${vague}' says nothing; name it after what it does, in the folder of that verb`] : [];
}

function sizeProblems({ path, text }: Source): string[] {
  const lines = countLines(text);
  const excused = text.split("\n", 5).some((line) => /^(\/\/|#|--) long because: \S/.test(line));
  if (lines <= maxLines || excused || !sizedFolders.has(topFolder(path))) return [];
  return [`${path}: ${lines} lines; split it by verb, or say '// long because: …' in its first five lines`];
}

function codeProblems({ path, text }: Source): string[] {
  if (!path.includes("/")) return []; // the tools' own configuration
  const layer = layerOf(path);
  if (!layer) return [`${path}: belongs to no known folder; give it one, or add the folder to test/layout/layers.ts`];
  const { references, impure, anys } = readSource(text);
  const purity = pure.has(layer)
    ? impure.map(({ what, line }) => `${path}:${line} uses ${what}: ${layer}/ is pure; take the value as a parameter`)
    : [];
  const untyped = anys.map((line) => `${path}:${line} has the type any; name the type, or use unknown and look`);
  return [...references.flatMap((reference) => referenceProblems(path, layer, reference)), ...purity, ...untyped];
}

function referenceProblems(path: string, layer: Layer, { specifier, line }: Reference): string[] {
  const cure = specifier === undefined ? computedCure(layer) : literalCure(path, layer, specifier);
  return cure ? [`${path}:${line} imports ${specifier ?? "a computed name"}: ${cure}`] : [];
}

function computedCure(layer: Layer): string | undefined {
  return pure.has(layer) ? `${layer}/ is pure; find modules at the edge and hand them over` : undefined;
}

function literalCure(path: string, layer: Layer, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return pure.has(layer) ? packageCure(layer, specifier) : undefined;
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  if (target.startsWith("../")) return "that is outside the project";
  const to = layerOf(target);
  if (target.endsWith(".json")) {
    const fine = !pure.has(layer) || (pure.has(to) && target.includes("/schemas/"));
    return fine ? undefined : `${layer}/ is pure; it imports JSON only from its own schemas/ folder`;
  }
  if (!to) return "that belongs to no known folder (test/layout/layers.ts)";
  return mayImport(layer, to) ? undefined : whereItBelongs(layer, to);
}

function packageCure(layer: Layer, specifier: string): string | undefined {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (purePackages.has(name)) return undefined;
  const module = specifier.replace(/^node:/, "");
  if (/^fs(\/|$)/.test(module)) return `${layer}/ is pure; read the file in lakehouse/catalog.ts and hand over text`;
  if (module === "crypto") return `${layer}/ is pure; hash with @noble/hashes`;
  if (module === "path") return `${layer}/ is pure; join object names as text, and file paths in lakehouse/adapters/`;
  return `${layer}/ is pure; put this behind a port in lakehouse/adapters/ and hand over the value`;
}

/** One line for each folder: how many files, and the middle one's length. */
export function sizeReport(sources: Source[]): { folder: string; files: number; median: number }[] {
  const lengths = new Map<string, number[]>();
  for (const { path, text } of sources) {
    const folder = topFolder(path);
    if (sizedFolders.has(folder)) lengths.set(folder, [...(lengths.get(folder) ?? []), countLines(text)]);
  }
  return [...lengths].map(([folder, lines]) => ({ folder, files: lines.length, median: medianOf(lines) }));
}

function medianOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function countLines(text: string): number {
  return text.trimEnd().split("\n").length;
}

function topFolder(path: string): string {
  return path.split("/")[0] ?? "";
}
