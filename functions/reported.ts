import { bucketName, type CloudEnvironment } from "../lakehouse/plan/cloud/names.ts";
import type { Reported } from "../lakehouse/run/settle-reported.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { readPublished } from "./published.ts";
import { asks, ignored, type Reading, refused } from "./reading.ts";

const REPORT = /^([a-z][a-z0-9_]*)\/reports\/([0-9a-f]{24})\/([1-9]\d{0,5})\.json$/;

/**
 * As Cloud Storage notifies of an object of the ledger: all is in the message's attributes. Most objects of the ledger
 * are no reports, and cost nothing here.
 */
export function readReported(event: CloudEvent, environment: CloudEnvironment): Reading<Reported> {
  const message = readPublished(event, environment, "reported");
  if (message.kind !== "asks") return message;
  const { eventType, bucketId, objectId } = message.value.attributes;
  if (eventType !== "OBJECT_FINALIZE") return ignored("OTHER_TYPE");
  if (bucketId !== bucketName(environment, "ledger")) return refused("FOREIGN_BUCKET");
  const [, dataset, key, round] = REPORT.exec(objectId ?? "") ?? [];
  if (!dataset || !key || !round) return ignored("NO_REPORT");
  return asks({ dataset, key, round: Number(round) });
}
