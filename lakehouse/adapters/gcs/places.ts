import { objectUrl } from "../../plan/names.ts";
import { compareUtf8 } from "../files/utf8-order.ts";
import { assertObjectName } from "../object-names.ts";

/** Where an object is. */
export interface Place {
  readonly bucket: string;
  readonly object: string;
}

export interface Places {
  /** `RangeError` if Cloud Storage would refuse the name. */
  of(name: string): Place;
  /** Bucket and beginning of names; a list stays in one zone. */
  ofPrefix(prefix: string): Place;
  /** Least object name of a list below `prefix`; null: all names come before it. */
  startOf(prefix: string, startAt: string): string | null;
  /** The lake's name of an object whose place began with a prefix. */
  nameOf(prefix: string, object: string): string;
}

/** `lake`: as `objectUrl` reads it. */
export function placesOf(lake: string): Places {
  if (!/^gs:\/\/[a-z0-9{][a-z0-9._{}-]*(\/\S*)?$/.test(lake))
    throw new RangeError(`not a lake in Cloud Storage: ${lake} → gs://BUCKET, gs://BUCKET/FOLDER or gs://NAME-{zone}`);
  const isZoned = lake.includes("{zone}");
  return { of, ofPrefix, startOf, nameOf };

  function of(name: string): Place {
    assertObjectName(name);
    const place = split(name);
    if (place.object === "") throw new RangeError(`not an object name: ${JSON.stringify(name)}, which is a zone`);
    assertObjectName(place.object);
    return place;
  }

  function ofPrefix(prefix: string): Place {
    if (isZoned && !prefix.includes("/"))
      throw new RangeError(`no list of ${JSON.stringify(prefix)}: each zone has a bucket of its own → list one zone`);
    return split(prefix);
  }

  function startOf(prefix: string, startAt: string): string | null {
    const zone = isZoned ? prefix.slice(0, prefix.indexOf("/") + 1) : "";
    if (startAt.startsWith(zone)) return split(startAt).object;
    return compareUtf8(startAt, prefix) <= 0 ? "" : null;
  }

  function nameOf(prefix: string, object: string): string {
    return `${prefix}${object.slice(split(prefix).object.length)}`;
  }

  function split(name: string): Place {
    const [, bucket = "", object = ""] = /^gs:\/\/([^/]+)\/(.*)$/s.exec(objectUrl(lake, name)) ?? [];
    if (!/^[a-z0-9][a-z0-9._-]+$/.test(bucket))
      throw new RangeError(`not an object name: ${JSON.stringify(name)}, of no zone`);
    return { bucket, object };
  }
}

/** In words: `gs://acme-dev-raw/flights/x.parquet`. */
export function urlOf({ bucket, object }: Place): string {
  return `gs://${bucket}/${object}`;
}

/** In the JSON API's addresses. */
export function pathOf({ bucket, object }: Place): string {
  return `/b/${bucket}/o/${encodeURIComponent(object)}`;
}
