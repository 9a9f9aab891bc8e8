import { z } from "zod";
import { bucketName, type CloudEnvironment } from "../lakehouse/plan/cloud/names.ts";
import type { Announced } from "../lakehouse/run/receive.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { asks, ignored, type Reading, refused } from "./reading.ts";

export const FINALIZED = "google.cloud.storage.object.v1.finalized";

const MOST_INT64 = 2n ** 63n - 1n;
const MOST_NAME_BYTES = 1024;

/** 64 bits come as text; as a number only where it is none that JSON would have rounded. */
const int64 = z.union([z.string().refine(isInt64), z.int().nonnegative().transform(String)]);

/** StorageObjectData of google/events/cloud/storage/v1, as far as anything here is decided by it. */
const ObjectDataSchema = z.object({
  bucket: z.string().min(1),
  name: z.string().refine(isObjectName),
  generation: int64.refine((text) => text !== "0"),
  size: int64.default("0"), // proto3 leaves out what is 0
  crc32c: z.string().regex(/^[A-Za-z0-9+/]{6}==$/),
  timeCreated: z.iso.datetime({ offset: true }).refine((text) => !Number.isNaN(Date.parse(text))),
});

/** As Eventarc sends it when an object is complete in landing. */
export function readFinalized({ type, source, data }: CloudEvent, environment: CloudEnvironment): Reading<Announced> {
  if (type !== FINALIZED) return ignored("OTHER_TYPE");
  const bucket = bucketName(environment, "landing");
  if (source !== `//storage.googleapis.com/projects/_/buckets/${bucket}`) return refused("FOREIGN_SOURCE");
  const parsed = ObjectDataSchema.safeParse(data);
  if (!parsed.success) return refused("MALFORMED");
  const { name, generation, size, crc32c, timeCreated } = parsed.data;
  if (parsed.data.bucket !== bucket) return refused("FOREIGN_BUCKET");
  const created = new Date(timeCreated).toISOString();
  return asks({ bucket, name, facts: { generation, bytes: size, crc32c, created } });
}

function isInt64(text: string): boolean {
  return /^(?:0|[1-9]\d{0,18})$/.test(text) && BigInt(text) <= MOST_INT64;
}

/** https://cloud.google.com/storage/docs/objects#naming */
function isObjectName(name: string): boolean {
  const bytes = Buffer.byteLength(name);
  const isRoom = bytes > 0 && bytes <= MOST_NAME_BYTES && name !== "." && name !== "..";
  return isRoom && !/[\r\n]/.test(name) && name.isWellFormed();
}
