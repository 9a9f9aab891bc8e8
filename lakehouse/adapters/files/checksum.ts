import { crc32c } from "@node-rs/crc32";
import { type Checksum, checksumOfFile } from "../../ports/checksum.ts";
import type { Content } from "../../ports.ts";

/** Of content that lies staged at `path`. */
export async function checksumOfContent(content: Content, path: string): Promise<Checksum> {
  return content.kind === "bytes" ? checksumOfBytes(content.bytes) : checksumOfFile(path);
}

export function checksumOfBytes(bytes: Uint8Array): Checksum {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32c(bytes));
  return { bytes: String(bytes.length), crc32c: crc.toString("base64") };
}
