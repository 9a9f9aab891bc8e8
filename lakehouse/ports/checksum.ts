import { open } from "node:fs/promises";
import { crc32c } from "@node-rs/crc32";

// One reading of what `ObjectMeta.crc32c` means: the adapters tell it of what they store, the engine of what it reads.

const BLOCK = 2 * 1024 * 1024;

export interface Checksum {
  readonly bytes: string;
  /** Base64 of the big-endian CRC32C, as Cloud Storage writes it. */
  readonly crc32c: string;
}

/** One buffer for the whole file: a stream would allocate one for each piece, which costs more than the checksum. */
export async function checksumOfFile(path: string): Promise<Checksum> {
  const file = await open(path);
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    let crc = 0;
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(block, 0, BLOCK);
      if (bytesRead === 0) break;
      crc = crc32c(block.subarray(0, bytesRead), crc);
      size += bytesRead;
    }
    block.writeUInt32BE(crc);
    return { bytes: String(size), crc32c: block.toString("base64", 0, 4) };
  } finally {
    await file.close();
  }
}
