import type { Answer, Asked } from "../http/service.ts";
import { select } from "./fields.ts";
import { type Resource, readResource } from "./insert.ts";
import type { Query } from "./query.ts";
import { invalid } from "./refusal.ts";
import { resourceOf } from "./resource.ts";
import { readGiven } from "./stored.ts";
import { isMet, type World } from "./world.ts";

const MOST = 32;

/** One object of up to 32 others of its bucket, as `gcloud` uploads big files: it has no MD5. */
export function compose(
  world: World,
  bucketName: string,
  name: string,
  { body }: Asked,
  query: Query,
  origin: string,
): Answer {
  const bucket = world.bucket(bucketName);
  const { sourceObjects, destination = {} } = readResource(body.toString());
  if (!Array.isArray(sourceObjects) || sourceObjects.length === 0 || sourceObjects.length > MOST)
    throw invalid(`The number of source components provided is not between 1 and ${MOST}.`);
  const sources = sourceObjects.map((each: Resource) => {
    const { ifGenerationMatch } = (each.objectPreconditions ?? {}) as Resource;
    isMet(bucket.live(String(each.name)), bigintOf(ifGenerationMatch));
    return bucket.found(String(each.name), bigintOf(each.generation));
  });
  const bytes = Buffer.concat(sources.map((source) => source.bytes));
  const components = sources.reduce((sum, source) => sum + (source.components ?? 1), 0);
  const stored = world.create(
    bucketName,
    name,
    { bytes, given: readGiven(destination as Resource), components },
    query,
  );
  return { status: 200, body: select(resourceOf(stored, origin), query.text("fields")) };
}

function bigintOf(value: unknown): bigint | null {
  return value === undefined ? null : BigInt(String(value));
}
