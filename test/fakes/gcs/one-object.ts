import type { Answer, Asked } from "../http/service.ts";
import { select } from "./fields.ts";
import { readResource } from "./insert.ts";
import { media } from "./media.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Query } from "./query.ts";
import { etagOf, resourceOf } from "./resource.ts";
import type { Place } from "./rewrite.ts";
import { readGiven, type Stored } from "./stored.ts";
import type { World } from "./world.ts";

// What is done to one object that is there: the live generation, or the one that is named.

export function get(world: World, place: Place, query: Query, origin: string): Answer {
  const stored = find(world, place, query);
  return {
    status: 200,
    headers: { etag: etagOf(stored) },
    body: select(resourceOf(stored, origin), query.text("fields")),
  };
}

export function getMedia(world: World, place: Place, asked: Asked, query: Query): Answer {
  return media(find(world, place, query), asked);
}

export function remove(world: World, { bucket, name }: Place, query: Query): Answer {
  const stored = world.bucket(bucket).found(name, query.number("generation"));
  world.mayChange(world.bucket(bucket), name, world.live(bucket, name), query);
  world.bucket(bucket).delete(stored, query.text("generation") !== null);
  return { status: 204 };
}

/** Keys of metadata that are null go, others that are not named stay. */
export function patch(world: World, { bucket, name }: Place, { body }: Asked, query: Query, origin: string): Answer {
  const stored = world.bucket(bucket).found(name, query.number("generation"));
  checkPreconditions(query, world.live(bucket, name));
  const resource = readResource(body.toString());
  const given = readGiven({ ...stored.given, ...resource, metadata: merged(stored, resource.metadata) });
  const changed = { ...stored, given, metageneration: stored.metageneration + 1n, updated: world.options.now() };
  world.bucket(bucket).change(changed);
  return { status: 200, body: select(resourceOf(changed, origin), query.text("fields")) };
}

function find(world: World, { bucket, name }: Place, query: Query): Stored {
  const stored = world.bucket(bucket).found(name, query.number("generation"));
  checkPreconditions(query, world.live(bucket, name));
  return stored;
}

function merged(stored: Stored, change: unknown): unknown {
  if (change === undefined) return stored.given.metadata;
  return change === null ? null : { ...stored.given.metadata, ...(change as object) };
}
