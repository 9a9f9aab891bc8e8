import { readMessage } from "../grpc/proto-json.ts";
import type { GrpcFront } from "../grpc/serve.ts";
import { googleError } from "../http/google-error.ts";
import { jsonOf } from "../http/json.ts";
import type { Answer, Asked, Call, Service } from "../http/service.ts";
import { wrong } from "./answers.ts";
import { Broker } from "./broker.ts";
import { PUBSUB_SERVICES, pubSubRoot, pubSubType } from "./protos.ts";
import { acknowledge, addSubscription, modifyDeadline, pull, showSubscription } from "./subscriptions.ts";
import { addTopic, publish, showTopic } from "./topics.ts";

const PATH = /^\/v1\/(projects\/[^/]+\/(topics|subscriptions)\/[A-Za-z][A-Za-z0-9._~+%-]{2,254})(?::([A-Za-z]+))?$/;

export interface PubSubFake {
  readonly service: Service;
  /** The same by gRPC. */
  readonly front: GrpcFront;
  readonly broker: Broker;
}

type Request = Readonly<Record<string, unknown>>;

/** What is asked by a method and a path. */
interface Method {
  readonly op: string;
  readonly permission: string;
  /** In whose name the right is: its own, or the project's. */
  readonly of: "itself" | "project";
  /** Name of the request's message. */
  readonly type: string;
  answer(broker: Broker, name: string, request: Request, now: number): Answer;
}

const METHODS: Readonly<Record<string, Method>> = {
  "PUT topics": { op: "create", permission: "topics.create", of: "project", type: "Topic", answer: addTopic },
  "GET topics": { op: "get", permission: "topics.get", of: "itself", type: "Empty", answer: showTopic },
  "POST topics:publish": {
    op: "publish",
    permission: "topics.publish",
    of: "itself",
    type: "PublishRequest",
    answer: publish,
  },
  "PUT subscriptions": {
    op: "create",
    permission: "subscriptions.create",
    of: "project",
    type: "Subscription",
    answer: addSubscription,
  },
  "GET subscriptions": {
    op: "get",
    permission: "subscriptions.get",
    of: "itself",
    type: "Empty",
    answer: showSubscription,
  },
  "POST subscriptions:pull": {
    op: "pull",
    permission: "subscriptions.consume",
    of: "itself",
    type: "PullRequest",
    answer: pull,
  },
  "POST subscriptions:acknowledge": {
    op: "acknowledge",
    permission: "subscriptions.consume",
    of: "itself",
    type: "AcknowledgeRequest",
    answer: acknowledge,
  },
  "POST subscriptions:modifyAckDeadline": {
    op: "modifyAckDeadline",
    permission: "subscriptions.consume",
    of: "itself",
    type: "ModifyAckDeadlineRequest",
    answer: modifyDeadline,
  },
};

/** Pub/Sub: topics, subscriptions that are pulled, dead letters. Requests are read field by field. */
export function createPubSubService({ now }: { now(): number }): PubSubFake {
  const broker = new Broker(now);
  const service: Service = { route, error: googleError };
  return { service, front: { service, root: pubSubRoot, names: PUBSUB_SERVICES }, broker };

  function route(asked: Asked): Call | null {
    const [, name = "", kind = "", verb = ""] = PATH.exec(decodeURI(asked.url.pathname)) ?? [];
    const method = METHODS[`${asked.method} ${kind}${verb === "" ? "" : `:${verb}`}`];
    if (!method) return null;
    const { op, permission, of, type } = method;
    return {
      op: `pubsub.${kind}.${op}`,
      subject: name,
      needs: { permission: `pubsub.${permission}`, resource: of === "itself" ? name : "project" },
      answer: () => {
        const read = readMessage(pubSubType(type), asked.body.length === 0 ? {} : jsonOf(asked));
        return "value" in read ? method.answer(broker, name, read.value, now()) : wrong(read.problems.join("\n"));
      },
    };
  }
}
