import { z } from "zod";

const int64 = z.string().regex(/^\d{1,20}$/);

/** Programs that run a plan: this project's own, or its pipeline on Beam. */
const HOSTS = ["node", "beam"] as const;
export type HostKind = (typeof HOSTS)[number];

/** `jobs/<name>.json`: what a launched host shall split. Written once, before the launch. */
export const ManifestSchema = z.strictObject({
  format: z.literal("sluice/manifest/1"),
  name: z.string(),
  /** Which host is launched, whoever launches it. */
  host: z.enum(HOSTS),
  dataset: z.string(),
  environment: z.string(),
  plan: z.string(),
  drops: z.array(
    z.strictObject({
      key: z.string(),
      bucket: z.string(),
      name: z.string(),
      generation: int64,
      bytes: int64,
      crc32c: z.string(),
      arrived: z.string(),
      arrivalDay: z.string(),
      round: z.number().int().positive(),
      attempt: z.number().int().positive(),
      lifts: z.strictObject({ window: z.boolean(), holds: z.boolean() }),
      /** True: the object is a quarantine file, whose own columns are not part of the rows. */
      replay: z.boolean(),
      /** The original, under the lake's root. */
      raw: z.strictObject({ uri: z.string(), generation: int64 }),
    }),
  ),
});
export type Manifest = z.infer<typeof ManifestSchema>;
export type ManifestDrop = Manifest["drops"][number];
