import type { FlexTemplatesServiceClient, JobsV1Beta3Client } from "@google-cloud/dataflow";

export interface Clients {
  readonly templates: FlexTemplatesServiceClient;
  readonly jobs: JobsV1Beta3Client;
}

/**
 * Over HTTP, where a call ends after `timeoutMs`. What the library itself has for time-outs and tries only works over
 * gRPC: over HTTP it waits for ever, and takes no status for one that is worth a second try.
 */
export async function openClients(project: string, endpoint: string | undefined, timeoutMs: number): Promise<Clients> {
  // Not loaded before there is something to launch: it takes a third of a second, gRPC included, used or not.
  const { FlexTemplatesServiceClient, JobsV1Beta3Client } = await import("@google-cloud/dataflow");
  const options = {
    fallback: true,
    projectId: project,
    clientOptions: { transporterOptions: { timeout: timeoutMs } },
    ...(endpoint !== undefined && addressOf(new URL(endpoint))),
  };
  const templates = new FlexTemplatesServiceClient(options);
  return { templates, jobs: new JobsV1Beta3Client({ ...options, auth: templates.auth }) };
}

function addressOf({ protocol, hostname, port }: URL) {
  const https = protocol === "https:";
  return { protocol: https ? "https" : "http", apiEndpoint: hostname, port: Number(port || (https ? 443 : 80)) };
}
