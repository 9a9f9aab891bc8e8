import { gunzipSync } from "node:zlib";

const BLOCK = 512;

/** Files of a `.tar.gz` by their paths; null: it is none. Only plain files of the ustar form are read. */
export function unpack(packed: Uint8Array): ReadonlyMap<string, Buffer> | null {
  try {
    return membersOf(gunzipSync(packed));
  } catch {
    return null;
  }
}

function membersOf(tar: Buffer): ReadonlyMap<string, Buffer> | null {
  const files = new Map<string, Buffer>();
  let at = 0;
  for (; tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK);
    const text = (from: number, length: number) => header.toString("utf8", from, from + length).replace(/\0.*$/s, "");
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    if (Number.parseInt(text(148, 8), 8) !== sum || text(257, 6) !== "ustar" || text(156, 1) !== "0") return null;
    const size = Number.parseInt(text(124, 12), 8);
    files.set(text(0, 100), tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return tar.length >= at + 2 * BLOCK ? files : null;
}

/** Why Docker cannot build these; null: it can. */
export function cannotBuild(files: ReadonlyMap<string, Buffer> | null, template: string): string | null {
  if (files === null) return "the source is no archive";
  const dockerfile = files.get("Dockerfile")?.toString();
  if (dockerfile === undefined) return "failed to read dockerfile: open Dockerfile: no such file or directory";
  const copies = [...dockerfile.replaceAll(/\$\{TEMPLATE\}/g, template).matchAll(/^COPY (?!--from)(\S+) \S+$/gm)];
  const paths = [...files.keys()];
  const absent = copies
    .map(([, path]) => path ?? "")
    .find((path) => !paths.some((at) => `${at}/`.startsWith(`${path}/`)));
  return absent === undefined ? null : `"/${absent}": not found`;
}
