import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

// What a template's image is built from: what its Dockerfile copies, and no more. So a file that nobody copies, such as
// a test or a note, never asks for another image.

/** A file of an image's sources. */
export interface ContextFile {
  /** From the folder of templates, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const DOCKERFILE = "Dockerfile";

/** Files and folders that the Dockerfile copies for the template. Throws where it is written in a way that is not read here. */
export function copiedBy(dockerfile: string, template: string): string[] {
  const lines = dockerfile
    .replaceAll(/^\s*#.*$/gm, "")
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n/);
  const copies = lines.flatMap((line) => (/^\s*(?:COPY|ADD)\s/i.test(line) ? [line.trim()] : []));
  const paths = copies.filter((line) => !/^COPY\s+--from=/i.test(line)).flatMap((line) => sourcesOf(line, template));
  return [...new Set(paths)].sort();
}

function sourcesOf(line: string, template: string): string[] {
  const [, rest = ""] = /^COPY\s+(.+)$/i.exec(line.replaceAll(/\$\{TEMPLATE\}/g, template)) ?? [];
  const sources = rest.split(/\s+/).slice(0, -1);
  const isPlain = (path: string) => /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !/(^|\/)\.\.?(\/|$)/.test(path);
  if (sources.length > 0 && sources.every(isPlain)) return sources;
  throw new Error(
    `${DOCKERFILE}: cannot tell what \`${line}\` copies → write COPY PATH… PATH, with \${TEMPLATE} at most`,
  );
}

/** Whether `.dockerignore` leaves the path out. Throws on a line of another form than NAME and `**` before it. */
export function isIgnored(dockerignore: string, path: string): boolean {
  const names = dockerignore.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  const parts = path.split("/");
  return names.some((name) => {
    const [, deep, word = ""] = /^(\*\*\/)?([\w.-]+)$/.exec(name) ?? [];
    if (word === "") throw new Error(`.dockerignore: cannot read \`${name}\` → write NAME or **/NAME`);
    return deep === undefined ? parts[0] === word : parts.includes(word);
  });
}

const TAG_DIGITS = 16;

/** The image's tag: first hex digits of sha256 over the paths and contents of its sources, in the order of their paths. */
export function contextTag(files: readonly ContextFile[]): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(({ path, bytes }) => `${path}\0${bytesToHex(sha256(bytes))}\n`);
  return bytesToHex(sha256(utf8ToBytes(lines.join("")))).slice(0, TAG_DIGITS);
}

/** The object that sources are handed over in; below `scratch`, which is swept. */
export function contextPath(tag: string): string {
  return `scratch/builds/context-${tag}.tar.gz`;
}
