import { Unavailable } from "../../ports.ts";
import { ADDRESS, ask, call, type Deed, deedOf, type Tools } from "./call.ts";
import { Absent, Passing } from "./failures.ts";
import type { Reply } from "./line.ts";
import { type Attempt, persist } from "./patience.ts";
import { describe, type Made, readMade } from "./resource.ts";
import { queryOf, type Upload } from "./upload.ts";

const SESSIONS = 3;
const INCOMPLETE = 308;

/** What became of a part: bytes that the service has, or the object. */
type Step = { readonly kept: number } | { readonly made: Made };

/** In a session of several requests, each of which goes on from what the service says it has kept. */
export async function uploadParts(tools: Tools, upload: Upload): Promise<Made> {
  const deed = deedOf("write", upload.place, { doubt: upload.doubt, also: [INCOMPLETE] });
  for (let sessions = 1; sessions <= SESSIONS; sessions += 1) {
    const session = await start(tools, deed, upload);
    const made = await sendAll(tools, deed, upload, session).catch((error: unknown) => {
      if (error instanceof Absent) return null; // the service has lost the session
      throw error;
    });
    if (made) return made;
  }
  throw new Unavailable(`${deed.about}: ${SESSIONS} uploads were lost on the way → try again later`);
}

function start(tools: Tools, deed: Deed, upload: Upload): Promise<string> {
  return call(
    tools,
    deed,
    () => ({
      method: "POST",
      to: ADDRESS.uploads(upload.place),
      query: { uploadType: "resumable", ...queryOf(upload) },
      headers: {
        "content-type": "application/json; charset=UTF-8",
        "x-upload-content-length": String(upload.source.size),
      },
      body: describe(upload.call, upload.source.crc32c),
    }),
    async (reply) => {
      await reply.text();
      const location = reply.header("location");
      if (!location) throw new Passing("an upload without an address");
      return location;
    },
  );
}

async function sendAll(tools: Tools, deed: Deed, upload: Upload, session: string): Promise<Made> {
  for (let kept = 0; ; ) {
    const step = await persist(tools.patience, deed.about, upload.doubt, async (attempt) => {
      const before = attempt.number === 1 ? { kept } : await askKept(tools, deed, upload, session, attempt);
      if ("made" in before) return before;
      const after = await sendPart(tools, deed, upload, session, before.kept, attempt);
      if ("kept" in after && after.kept <= kept) throw new Passing("a part of which nothing was kept");
      return after;
    });
    if ("made" in step) return step.made;
    kept = step.kept;
  }
}

/** After a try that was not answered. */
async function askKept(tools: Tools, deed: Deed, upload: Upload, session: string, attempt: Attempt): Promise<Step> {
  const headers = { "content-range": `bytes */${upload.source.size}`, "content-length": "0" };
  return stepOf(await ask(tools, deed, { method: "PUT", to: session, headers }, attempt), upload);
}

async function sendPart(
  tools: Tools,
  deed: Deed,
  { source, ...upload }: Upload,
  session: string,
  start: number,
  attempt: Attempt,
): Promise<Step> {
  const end = Math.min(source.size, start + tools.sizes.part);
  const headers = {
    "content-length": String(end - start),
    "content-range": `bytes ${start}-${end - 1}/${source.size}`,
  };
  const body = source.part(start, end, attempt.alive);
  return stepOf(await ask(tools, deed, { method: "PUT", to: session, headers, body }, attempt), { source, ...upload });
}

async function stepOf(reply: Reply, { name, place }: Upload): Promise<Step> {
  const text = await reply.text();
  if (reply.status !== INCOMPLETE) return { made: readMade(text, name, place) };
  const range = reply.header("range");
  if (range === null) return { kept: 0 };
  const [, last] = /^bytes=0-(\d+)$/.exec(range) ?? [];
  if (last === undefined) throw new Passing("a part of which is not told what was kept");
  return { kept: Number(last) + 1 };
}
