import { crc32 } from "node:zlib";

export interface ZipEntry {
  readonly path: string;
  readonly bytes: Buffer;
  /** Unix mode with the type of the file. */
  readonly mode: number;
  /** As the format writes it: two halves of 16 bits. */
  readonly dosTime: number;
  readonly extra: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Entries of an archive that is stored, not compressed, with every checksum looked at: a reader of its own. */
export function unzip(zip: Buffer): ZipEntry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error("no end of a central directory");
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error(`no entry at ${at}`);
    const [name, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const path = zip.toString("utf8", at + 46, at + 46 + name);
    const bytes = contentOf(zip, at, path);
    entries.push({ path, bytes, mode: zip.readUInt16LE(at + 40), dosTime: zip.readUInt32LE(at + 12), extra });
    at += 46 + name + extra + comment;
  }
  if (at !== end) throw new Error("something stands between the central directory and its end");
  return entries;
}

function contentOf(zip: Buffer, central: number, path: string): Buffer {
  const [method, checksum, size] = [
    zip.readUInt16LE(central + 10),
    zip.readUInt32LE(central + 16),
    zip.readUInt32LE(central + 24),
  ];
  const local = zip.readUInt32LE(central + 42);
  if (method !== 0) throw new Error(`${path} is compressed`);
  if (zip.readUInt32LE(local) !== LOCAL) throw new Error(`${path} is not where it should be`);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  if (crc32(bytes) !== checksum) throw new Error(`${path}: its checksum is another one`);
  return bytes;
}
