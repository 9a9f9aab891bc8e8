import { rm } from "node:fs/promises";
import { type Content, type ObjectMeta, ObjectNotFound, type Precondition, PreconditionFailed } from "../../ports.ts";
import { ADDRESS, call, deedOf, type Tools } from "./call.ts";
import { Absent, ConditionNotMet } from "./failures.ts";
import { look } from "./look.ts";
import { make, orFailed, unknown } from "./make.ts";
import type { Doubt } from "./patience.ts";
import type { Place, Places } from "./places.ts";
import { conditionsOf, describe, FIELDS, type Made, readRewrite } from "./resource.ts";
import { sourceOf } from "./source.ts";
import { uploadWhole } from "./upload.ts";
import { uploadParts } from "./upload-parts.ts";

type Named = { readonly name: string; readonly generation: string };

export async function write(
  tools: Tools,
  places: Places,
  name: string,
  content: Content,
  precondition: Precondition,
): Promise<ObjectMeta> {
  const place = places.of(name);
  const { whole } = tools.sizes;
  const source = await sourceOf(content, whole);
  const upload = source.size > whole ? uploadParts : uploadWhole;
  const meta = await make(tools, deedOf("write", place).about, name, place, (call, doubt) =>
    upload(tools, { name, place, source, precondition, call, doubt }),
  ).catch(orFailed(name));
  if (content.kind === "move") await rm(content.path, { force: true });
  return meta;
}

/** The service says only that something does not hold, of the source or of the target: the source is looked at. */
export async function copy(
  tools: Tools,
  places: Places,
  from: Named,
  to: string,
  precondition: Precondition,
): Promise<ObjectMeta> {
  const [source, target] = [places.of(from.name), places.of(to)];
  return make(tools, deedOf("copy to", target).about, to, target, (call, doubt) =>
    rewrite(tools, { from, source, to, target, precondition, call, doubt }),
  ).catch(async (error: unknown) => {
    if (error instanceof Absent) throw new ObjectNotFound(from.name);
    if (!(error instanceof ConditionNotMet)) throw error;
    const isThere = await look(tools, from.name, source, { generation: from.generation }).then(() => true, gone);
    throw isThere ? new PreconditionFailed(to) : new ObjectNotFound(from.name);
  });
}

interface Rewriting {
  readonly from: Named;
  readonly source: Place;
  readonly to: string;
  readonly target: Place;
  readonly precondition: Precondition;
  readonly call: string;
  readonly doubt: Doubt;
}

/**
 * Within a location and class a call is answered at once. Else bytes are copied: one that is broken off for its silence
 * would begin anew, so each copies no more than it can in much less than that.
 */
const REWRITE = { quiet: 8, bytes: String(512 * 1024 * 1024) };

/** As many calls as the service needs, each with all preconditions. */
async function rewrite(tools: Tools, { from, source, to, target, precondition, ...mine }: Rewriting): Promise<Made> {
  for (let rewriteToken: string | undefined; ; ) {
    const query = {
      sourceGeneration: from.generation,
      ifSourceGenerationMatch: from.generation, // an old one may be kept: it is not to be found
      ...conditionsOf(precondition),
      rewriteToken,
      maxBytesRewrittenPerCall: REWRITE.bytes,
      fields: FIELDS.rewrite,
    };
    const told = await call(
      tools,
      deedOf("copy to", target, { doubt: mine.doubt, quiet: REWRITE.quiet }),
      () => ({
        method: "POST",
        to: ADDRESS.rewrite(source, target),
        query,
        headers: { "content-type": "application/json; charset=UTF-8" },
        body: describe(mine.call),
      }),
      async (reply) => readRewrite(await reply.text(), to, target),
    );
    if ("meta" in told) return told;
    rewriteToken = told.token;
  }
}

/** What an unanswered try may have removed is removed if it is not there. */
export async function remove(tools: Tools, places: Places, name: string, precondition: Precondition): Promise<void> {
  const place = places.of(name);
  const doubt: Doubt = { isUnsure: false };
  const deed = deedOf("remove", place, { doubt });
  try {
    await call(
      tools,
      deed,
      () => ({ method: "DELETE", to: ADDRESS.object(place), query: conditionsOf(precondition) }),
      async (reply) => void (await reply.text()),
    );
  } catch (error) {
    if (!(error instanceof Absent || error instanceof ConditionNotMet)) throw error;
    const there = error instanceof Absent ? null : await look(tools, name, place).catch(orNull);
    if (there === null && doubt.isUnsure) return;
    if (there === null) throw new ObjectNotFound(name);
    const isOther = there.meta.generation !== precondition.generation;
    throw isOther && doubt.isUnsure ? unknown(deed.about) : new PreconditionFailed(name);
  }
}

function gone(error: unknown): false {
  if (error instanceof Absent || error instanceof ConditionNotMet) return false;
  throw error;
}

function orNull(error: unknown): null {
  if (error instanceof Absent) return null;
  throw error;
}
