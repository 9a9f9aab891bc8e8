import { readFile } from "node:fs/promises";
import {
  accountEmail,
  bucketName,
  type CloudEnvironment,
  entryPoint,
  ZONES,
} from "../../lakehouse/plan/cloud/names.ts";
import type { CloudSettings } from "../../lakehouse/plan/cloud/settings.ts";
import type { ObjectResource } from "../../test/fakes/gcs/resource.ts";
import { createGcsService } from "../../test/fakes/gcs/service.ts";
import { alone } from "../../test/fakes/http/alone.ts";
import { metadataService } from "../../test/fakes/http/metadata.ts";
import { serve } from "../../test/fakes/http/serve.ts";
import type { Service } from "../../test/fakes/http/service.ts";
import { pingFiles } from "../data.ts";
import type { FunctionToStart } from "./start.ts";

export const ENVIRONMENT: CloudEnvironment = {
  id: "bench",
  project: "acme-bench",
  location: "EU",
  region: "europe-west1",
};

/** So few that the drop itself costs next to nothing. */
const ROWS = 100;

export interface ColdCloud {
  /** What `on-drop` is told of its surroundings. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts one more drop into landing; the event that tells of it. */
  upload(): Promise<FunctionToStart["event"]>;
  close(): Promise<void>;
}

/** As much of a cloud as `on-drop` meets: storage, topics, tokens. */
export async function openColdCloud(plans: string): Promise<ColdCloud> {
  const around = alone();
  const gcs = createGcsService({ now: around.now, buckets: ZONES.map((zone) => bucketName(ENVIRONMENT, zone)) });
  const storage = await serve(gcs.service, around);
  const topics = await serve(TOPICS, around);
  const account = accountEmail(ENVIRONMENT, "split");
  const metadata = await serve(metadataService(ENVIRONMENT.project, account, around.now), around);
  let uploads = 0;
  return {
    env: {
      FUNCTION_TARGET: entryPoint("on-drop"),
      FUNCTION_SIGNATURE_TYPE: "cloudevent",
      GCE_METADATA_HOST: `127.0.0.1:${metadata.port}`,
      SLUICE_SETTINGS: JSON.stringify(settingsWith({ storage: storage.url, pubsub: topics.url })),
      SLUICE_PLANS: plans,
    },
    async upload() {
      uploads += 1;
      const [drop = ""] = await pingFiles(ROWS);
      const bucket = bucketName(ENVIRONMENT, "landing");
      return eventOf(gcs.put(bucket, `bench_pings/cold-${uploads}.parquet`, await readFile(drop)));
    },
    close: async () => void (await Promise.all([storage, topics, metadata].map((one) => one.close()))),
  };
}

/** Takes what is published, and nobody hears of it. */
const TOPICS: Service = {
  route: ({ url }) => ({
    op: "pubsub.publish",
    subject: url.pathname,
    needs: null,
    answer: () => ({ status: 200, body: { messageIds: ["1"] } }),
  }),
  error: (status, _reason, message) => ({ status, body: { error: { code: status, message } } }),
};

function settingsWith(endpoints: CloudSettings["endpoints"]): CloudSettings {
  return {
    format: "sluice/settings/1",
    environment: ENVIRONMENT,
    launchAboveBytes: 512 * 1024 * 1024,
    leaseSeconds: 60,
    dailyCap: 100,
    from: { email: "sluice@example.com", name: "Sluice" },
    mailKeyFile: "/nowhere",
    jobs: null,
    endpoints,
  };
}

/** As Eventarc sends it. */
function eventOf(resource: ObjectResource): FunctionToStart["event"] {
  const { bucket, name, id } = resource;
  return {
    headers: {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": id.slice(-16),
      "ce-type": "google.cloud.storage.object.v1.finalized",
      "ce-source": `//storage.googleapis.com/projects/_/buckets/${bucket}`,
      "ce-subject": `objects/${name}`,
      "ce-time": resource.timeCreated,
    },
    body: JSON.stringify(resource),
  };
}
