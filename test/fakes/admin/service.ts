import { z } from "zod";
import { TOPICS, topicPath } from "../../../lakehouse/plan/cloud/names.ts";
import type { FakeCloud } from "../cloud.ts";
import { ACTIONS } from "../http/faults.ts";
import { jsonOf } from "../http/json.ts";
import type { Answer, Asked, Service } from "../http/service.ts";

// What tests do to the fakes from outside, in any language: no service of Google's has any of this.

const FaultSchema = z.strictObject({
  op: z.string(),
  nth: z.int().positive(),
  times: z.int().positive().optional(),
  subject: z.string().optional(),
  action: z.enum(ACTIONS),
});
const JobStateSchema = z.strictObject({ state: z.enum(["RUNNING", "DONE", "FAILED", "CANCELLED"]) });

type Does = (asked: Asked, ...parts: string[]) => Answer;

/** Paths below `/-/`; each part that is captured is decoded. */
export function createAdminService(cloud: FakeCloud): Service {
  const { storage, faults, clock, dataflow, sendgrid, pubsub } = cloud;
  const routes: readonly [method: string, path: RegExp, does: Does][] = [
    ["GET", /^\/-\/calls$/, ({ url }) => ok({ calls: cloud.calls.slice(Number(url.searchParams.get("since") ?? 0)) })],
    ["GET", /^\/-\/faults$/, () => ok({ struck: faults.struck })],
    ["PUT", /^\/-\/faults$/, (asked) => withBody(asked, z.array(FaultSchema), (script) => faults.set(script))],
    ["GET", /^\/-\/clock$/, () => ok({ now: new Date(clock.now()).toISOString() })],
    [
      "POST",
      /^\/-\/clock$/,
      (asked) =>
        withBody(asked, z.strictObject({ advanceSeconds: z.number().nonnegative() }), ({ advanceSeconds }) =>
          clock.advance(advanceSeconds * 1000),
        ),
    ],
    ["GET", /^\/-\/mails$/, () => ok({ mails: sendgrid.taken })],
    ["GET", /^\/-\/jobs$/, () => ok({ jobs: dataflow.jobs.all() })],
    [
      "POST",
      /^\/-\/jobs\/([^/]+)$/,
      (asked, id = "") =>
        dataflow.jobs.get(id) === undefined
          ? no(404, `there is no job ${id}`)
          : withBody(asked, JobStateSchema, ({ state }) => dataflow.jobs.move(id, `JOB_STATE_${state}`)),
    ],
    [
      "POST",
      /^\/-\/ticks\/([^/]+)$/,
      (_, name = "") => {
        const topic = TOPICS.find((one) => one === name);
        if (!topic) return no(404, `there is no topic ${name}`);
        const data = Buffer.from("{}").toString("base64");
        pubsub.broker.publish(topicPath(cloud.environment, topic), [{ data, attributes: {} }]);
        return ok({});
      },
    ],
    [
      "GET",
      /^\/-\/objects\/([^/]+)$/,
      ({ url }, bucket = "") => ok({ objects: storage.list(bucket, url.searchParams.get("prefix") ?? "") }),
    ],
    [
      "GET",
      /^\/-\/objects\/([^/]+)\/(.+)$/,
      (_, bucket = "", name = "") => {
        const found = storage.get(bucket, name);
        return found ? { status: 200, body: found.bytes } : no(404, `there is no ${bucket}/${name}`);
      },
    ],
    ["PUT", /^\/-\/objects\/([^/]+)\/(.+)$/, ({ body }, bucket = "", name = "") => ok(storage.put(bucket, name, body))],
  ];
  return {
    route(asked) {
      for (const [method, path, does] of routes) {
        const found = asked.method === method ? path.exec(asked.url.pathname) : null;
        if (!found) continue;
        const parts = found.slice(1).map(decodeURIComponent);
        return {
          op: "admin",
          subject: asked.url.pathname,
          needs: null,
          answer: () => orNo(() => does(asked, ...parts)),
        };
      }
      return null;
    },
    error: (status, _reason, message) => no(status, message),
  };
}

function withBody<Value>(asked: Asked, schema: z.ZodType<Value>, does: (value: Value) => void): Answer {
  const parsed = schema.safeParse(jsonOf(asked));
  if (!parsed.success) return no(400, z.prettifyError(parsed.error));
  does(parsed.data);
  return ok({});
}

/** A bucket that is not there, and the like. */
function orNo(does: () => Answer): Answer {
  try {
    return does();
  } catch (error) {
    return no(400, error instanceof Error ? error.message : String(error));
  }
}

function ok(body: object): Answer {
  return { status: 200, body };
}

function no(status: number, error: string): Answer {
  return { status, body: { error } };
}
