import protos from "@google-cloud/dataflow/build/protos/protos.js";

const { ContainerSpec, LaunchFlexTemplateRequest } = protos.google.dataflow.v1beta3;
const messages = { ContainerSpec, LaunchFlexTemplateRequest };

/**
 * What is left of a value once Dataflow's own message has read it: a field that the message does not know, or an enum's
 * name that is none, is gone; a number that was written as a text is a number.
 */
export function asMessage(name: keyof typeof messages, value: object): object {
  const message = messages[name];
  return message.toObject(message.fromObject({ ...value }) as never, { enums: String, longs: String });
}
