// Ways in which a file comes to harm between its writer and us.
import { Buffer } from "node:buffer";
import type { Random } from "./random.ts";

type Corruption = (file: Buffer, random: Random) => Buffer;

function footerStart(file: Buffer): number {
  return file.length - 8 - file.readUInt32LE(file.length - 8);
}

function flip(file: Buffer, at: number, random: Random): Buffer {
  const copy = Buffer.from(file);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.between(0, 7));
  return copy;
}

/** A range within the pages, `most` bytes at most. */
function range(file: Buffer, random: Random, most: number): [number, number] {
  const start = random.between(4, footerStart(file) - 1);
  return [start, Math.min(footerStart(file), start + random.between(1, most))];
}

export const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  "bit in the pages": (file, random) => flip(file, random.between(4, footerStart(file) - 1), random),
  "bit in the footer": (file, random) => flip(file, random.between(footerStart(file), file.length - 9), random),
  "bit in the tail": (file, random) => flip(file, random.between(file.length - 8, file.length - 1), random),
  "many bits": (file, random) => {
    let broken = file;
    for (let count = random.between(2, 40); count > 0; count--)
      broken = flip(broken, random.between(0, file.length - 1), random);
    return broken;
  },
  "byte in the footer": (file, random) => {
    const copy = Buffer.from(file);
    copy[random.between(footerStart(file), file.length - 9)] = random.pick([0, 1, 0x7f, 0x80, 0xff]);
    return copy;
  },
  truncated: (file, random) => file.subarray(0, random.between(0, file.length - 1)),
  "truncated, with a tail": (file, random) =>
    Buffer.concat([file.subarray(0, random.between(4, footerStart(file))), file.subarray(footerStart(file))]),
  "zeroed range": (file, random) => Buffer.from(file).fill(0, ...range(file, random, 512)),
  "spliced range": (file, random) => {
    const [start, end] = range(file, random, 256);
    const copy = Buffer.from(file);
    file.copy(copy, random.between(4, footerStart(file) - 1), start, end);
    return copy;
  },
  "removed range": (file, random) => {
    const [start, end] = range(file, random, 64);
    return Buffer.concat([file.subarray(0, start), file.subarray(end)]);
  },
  "doubled range": (file, random) => {
    const [start, end] = range(file, random, 256);
    return Buffer.concat([file.subarray(0, end), file.subarray(start)]);
  },
  "random range": (file, random) => {
    const copy = Buffer.from(file);
    const [start, end] = range(file, random, 64);
    for (let at = start; at < end; at++) copy[at] = random.between(0, 255);
    return copy;
  },
};
