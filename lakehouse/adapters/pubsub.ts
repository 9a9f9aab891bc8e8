import { setTimeout as sleep } from "node:timers/promises";
import type { GoogleAuth } from "google-auth-library";
import { type CloudEnvironment, topicPath } from "../plan/cloud/names.ts";
import { nudgeText } from "../plan/cloud/nudge.ts";
import { type Nudger, Unavailable } from "../ports.ts";
import { googleFailure } from "./google-failure.ts";
import { type Patience, patiently } from "./patience.ts";

export interface PubSubOptions {
  readonly environment: CloudEnvironment;
  /** Another address than Google's own: `http://127.0.0.1:8080`. */
  readonly endpoint?: string | undefined;
  readonly patience?: Patience;
}

const PUBSUB = "https://pubsub.googleapis.com";
const SCOPE = "https://www.googleapis.com/auth/pubsub";
const SERVICE = "Pub/Sub";
/** A tick comes anyway, so nobody who has work to do waits for long. */
const PATIENCE: Patience = { attempts: 2, firstWaitMs: 200, timeoutMs: 3_000 };

/** Publishes to the topic of what is asked for, by one request: the client of Pub/Sub would load gRPC and wait for more to send. */
export function createPubSubNudger({ environment, endpoint = PUBSUB, patience = PATIENCE }: PubSubOptions): Nudger {
  let auth: Promise<GoogleAuth> | undefined;

  return {
    async nudge(asked, dataset, resume) {
      const url = `${endpoint}/v1/${topicPath(environment, asked)}:publish`;
      const data = { messages: [{ data: Buffer.from(nudgeText(dataset, resume)).toString("base64") }] };
      await patiently(
        patience,
        sleep,
        async () => {
          auth ??= open(environment.project);
          const known = await auth;
          await known.request({ url, method: "POST", data, timeout: patience.timeoutMs }).catch(fail);
        },
        ({ message }) => new Unavailable(message),
      );
    },
  };
}

async function open(projectId: string): Promise<GoogleAuth> {
  const { GoogleAuth } = await import("google-auth-library");
  return new GoogleAuth({ projectId, scopes: [SCOPE] });
}

function fail(error: unknown): never {
  throw googleFailure(SERVICE, error);
}
