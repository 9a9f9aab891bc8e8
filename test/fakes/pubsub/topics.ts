import type { Answer } from "../http/service.ts";
import { missing, ok, taken, wrong } from "./answers.ts";
import type { Broker } from "./broker.ts";
import { type Content, publishProblem } from "./message.ts";

const NAME = /\/(?!goog)[^/]+$/;

export function addTopic(broker: Broker, name: string): Answer {
  if (!NAME.test(name)) return wrong(`invalid name ${name}`);
  if (broker.hasTopic(name)) return taken(name);
  broker.addTopic(name);
  return ok({ name });
}

export function showTopic(broker: Broker, name: string): Answer {
  return broker.hasTopic(name) ? ok({ name }) : missing(name);
}

export function publish(broker: Broker, topic: string, request: { messages?: readonly Partial<Content>[] }): Answer {
  if (!broker.hasTopic(topic)) return missing(topic);
  const contents = (request.messages ?? []).map(({ data = "", attributes = {} }) => ({ data, attributes }));
  const problem = publishProblem(contents);
  return problem === null ? ok({ messageIds: broker.publish(topic, contents) }) : wrong(problem);
}
