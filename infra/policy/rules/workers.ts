import { shortType, shown, valueAt } from "../look.ts";
import { type Guarded, type Rule, UNKNOWN } from "../rule.ts";

const PRIVATE = "WORKER_IP_PRIVATE";

export const privateWorkers: Rule = {
  name: "private-workers",
  description: "Machines that Google starts for us, for Dataflow and Composer, have private addresses alone.",
  check({ type, inputs }) {
    switch (shortType(type)) {
      case "dataflow.FlexTemplateJob":
      case "dataflow.Job":
        return publicWorkers(inputs, "ipConfiguration");
      case "storage.BucketObject":
        return publicWorkers(containerSpec(inputs), "defaultEnvironment.ipConfiguration").map(
          (why) => `content.${why}`,
        );
      case "composer.Environment":
        return publicComposer(inputs);
      default:
        return [];
    }
  },
};

function publicWorkers(inputs: unknown, path: string): string[] {
  const found = valueAt(inputs, path);
  if (inputs === null || found === PRIVATE || found === UNKNOWN) return [];
  return [`${path}: is ${shown(found)}, so workers get addresses that the internet reaches → "${PRIVATE}"`];
}

function publicComposer(inputs: Guarded["inputs"]): string[] {
  return ["config.enablePrivateEnvironment", "config.enablePrivateBuildsOnly"]
    .filter((path) => ![true, UNKNOWN].includes(valueAt(inputs, path) as string | boolean))
    .map((path) => `${path}: is not set, so its machines reach the internet and are reached → true`);
}

/** What a Dataflow template is launched with, if the object is one. */
function containerSpec({ content }: Guarded["inputs"]): unknown {
  if (typeof content !== "string" || !content.includes('"defaultEnvironment"')) return null;
  try {
    return JSON.parse(content);
  } catch {
    return null; // some other text
  }
}
