import { z } from "zod";
import type { Listed, ObjectMeta, Precondition } from "../../ports.ts";
import { Passing } from "./failures.ts";
import type { Place } from "./places.ts";

/** Says which call made an object; means nothing to anybody else. host/store/gcs.py writes the same. */
export const CALL = "sluice-call";

const number = z.string().regex(/^\d{1,19}$/);
const ListedSchema = z.object({
  name: z.string(),
  generation: number,
  size: number,
  timeCreated: z.iso.datetime(),
});
const ResourceSchema = ListedSchema.omit({ name: true }).extend({
  id: z.string(),
  metageneration: number,
  crc32c: z.string().length(8),
  metadata: z.record(z.string(), z.string()).optional(),
});
const PageSchema = z.object({ nextPageToken: z.string().optional(), items: z.array(ListedSchema).default([]) });
const RewriteSchema = z.union([
  z.object({ done: z.literal(true), resource: ResourceSchema }),
  z.object({ done: z.literal(false), rewriteToken: z.string() }),
]);

const RESOURCE = "id,generation,metageneration,size,crc32c,timeCreated,metadata";
/** What is asked for of each answer: no more than is read. */
export const FIELDS = {
  resource: RESOURCE,
  page: "nextPageToken,items(name,generation,size,timeCreated)",
  rewrite: `done,rewriteToken,resource(${RESOURCE})`,
};

type Resource = z.infer<typeof ResourceSchema>;

/** An object, and which call made it. */
export interface Made {
  readonly meta: ObjectMeta;
  readonly call: string | undefined;
}

export function readMade(text: string, name: string, place: Place): Made {
  return madeOf(read(ResourceSchema, text), name, place);
}

/** Null: there is more to do, under this token. */
export function readRewrite(text: string, name: string, place: Place): Made | { readonly token: string } {
  const answer = read(RewriteSchema, text);
  return answer.done ? madeOf(answer.resource, name, place) : { token: answer.rewriteToken };
}

/** `nameOf`: the lake's name of an object. */
export function readPage(
  text: string,
  nameOf: (object: string) => string,
): { listed: Listed[]; next: string | undefined } {
  const { items, nextPageToken } = read(PageSchema, text);
  const listed = items.map(({ name, generation, size, timeCreated }) => {
    return { name: nameOf(name), generation, bytes: size, created: instantOf(timeCreated) };
  });
  return { listed, next: nextPageToken };
}

/** What a change sends along. */
export function describe(call: string, checksum?: string): string {
  const metadata = { [CALL]: call };
  return JSON.stringify({ contentType: "application/octet-stream", ...(checksum && { crc32c: checksum }), metadata });
}

/** As parameters of a request. */
export function conditionsOf({
  generation,
  metageneration,
}: Precondition): Readonly<Record<string, string | undefined>> {
  return { ifGenerationMatch: generation, ifMetagenerationMatch: metageneration };
}

/** An answer that cannot be read is as good as none. */
function read<Output>(schema: z.ZodType<Output>, text: string): Output {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Passing("an answer that is no JSON");
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new Passing("an answer of an unknown form");
  return parsed.data;
}

function madeOf(resource: Resource, name: string, { bucket, object }: Place): Made {
  const { id, generation, metageneration, size, crc32c, timeCreated, metadata } = resource;
  if (id !== `${bucket}/${object}/${generation}`) throw new Passing("an answer about another object");
  const created = instantOf(timeCreated);
  return { meta: { name, generation, bytes: size, created, metageneration, crc32c }, call: metadata?.[CALL] };
}

function instantOf(text: string): string {
  return new Date(text).toISOString();
}
