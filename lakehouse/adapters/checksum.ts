import { open } from "node:fs/promises";
import { crc32c } from "@node-rs/crc32";

const blockBytes = 1 << 20;

export interface Checksum {
  readonly bytes: string;
  /** Base64 of the big-endian CRC32C, as Cloud Storage writes it. */
  readonly crc32c: string;
}

export function checksumOf(bytes: Uint8Array): Checksum {
  return {
    bytes: String(bytes.length),
    crc32c: base64(crc32c(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))),
  };
}

/** Reads the file once, a block at a time. */
export async function checksumOfFile(path: string): Promise<Checksum> {
  const file = await open(path);
  try {
    const block = Buffer.allocUnsafe(blockBytes);
    let crc = 0;
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(block, 0, blockBytes);
      if (bytesRead === 0) return { bytes: String(size), crc32c: base64(crc) };
      crc = crc32c(block.subarray(0, bytesRead), crc);
      size += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function base64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString("base64");
}
