import { Readable } from "node:stream";
import type { Precondition } from "../../ports.ts";
import { token } from "../random.ts";
import { ADDRESS, call, deedOf, type Tools } from "./call.ts";
import type { Doubt } from "./patience.ts";
import type { Place } from "./places.ts";
import { conditionsOf, describe, FIELDS, type Made, readMade } from "./resource.ts";
import type { Source } from "./source.ts";

/** What is to become an object. */
export interface Upload {
  readonly name: string;
  readonly place: Place;
  readonly source: Source;
  readonly precondition: Precondition;
  /** Marks the object as made by this call. */
  readonly call: string;
  readonly doubt: Doubt;
}

/** All in one request. The service compares the checksum, and makes no object of other bytes. */
export function uploadWhole(tools: Tools, upload: Upload): Promise<Made> {
  const { name, place, source, doubt } = upload;
  const [before, behind, boundary] = framed(describe(upload.call, source.crc32c));
  return call(
    tools,
    deedOf("write", place, { doubt }),
    ({ alive }) => ({
      method: "POST",
      to: ADDRESS.uploads(place),
      query: { uploadType: "multipart", ...queryOf(upload) },
      headers: {
        "content-type": `multipart/related; boundary=${boundary}`,
        "content-length": String(before.length + source.size + behind.length),
      },
      body: Readable.from(joined(before, source.part(0, source.size, alive), behind)),
    }),
    async (reply) => readMade(await reply.text(), name, place),
  );
}

export function queryOf({ place, precondition }: Upload): Readonly<Record<string, string | undefined>> {
  return { name: place.object, ...conditionsOf(precondition), fields: FIELDS.resource };
}

function framed(resource: string): [before: Buffer, behind: Buffer, boundary: string] {
  const boundary = `sluice-${token()}`;
  const before = [
    `--${boundary}`,
    "content-type: application/json; charset=UTF-8",
    "",
    resource,
    `--${boundary}`,
    "content-type: application/octet-stream",
    "",
    "",
  ];
  return [Buffer.from(before.join("\r\n")), Buffer.from(`\r\n--${boundary}--\r\n`), boundary];
}

async function* joined(before: Buffer, content: Readable, behind: Buffer): AsyncGenerator<Buffer> {
  yield before;
  yield* content;
  yield behind;
}
