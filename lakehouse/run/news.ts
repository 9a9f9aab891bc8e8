import { pendingPath } from "../plan/names.ts";
import type { Objects } from "../ports.ts";
import type { Advanced } from "./publish-all.ts";

/** Whether something may be to be told of a dataset, now that a publisher has looked at it. A list costs less than to gather it all. */
export async function mayHaveNews(objects: Objects, advanced: Advanced): Promise<boolean> {
  const { dataset, ended, stuck, waitingOn, checked } = advanced;
  if (ended.length + checked.length > 0 || stuck !== null || waitingOn !== null) return true;
  const marks = pendingPath(dataset, "", "", 0, "").replace(/dt=\/.*$/, "");
  return (await objects.list(marks)).length > 0;
}
