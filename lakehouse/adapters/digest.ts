import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ObjectMeta, Objects } from "../ports.ts";

/** sha256 of an object's bytes, 64 hex digits. */
export async function digestOf(objects: Pick<Objects, "local">, { name, generation }: ObjectMeta): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(await objects.local(name, { generation }))) hash.update(chunk);
  return hash.digest("hex");
}
