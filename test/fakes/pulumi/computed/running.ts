// What runs, and what calls it.

export const RUNNING = {
  "gcp:artifactregistry/repository:Repository": {
    id: "projects/{project}/locations/{location}/repositories/{repositoryId}",
    name: "{repositoryId}",
    registryUri: "{location}-docker.pkg.dev/{project}/{repositoryId}",
  },
  "gcp:cloudfunctionsv2/function:Function": {
    id: "projects/{project}/locations/{location}/functions/{name}",
    environment: "GEN_2",
    state: "ACTIVE",
    url: "https://{location}-{project}.cloudfunctions.net/{name}",
    serviceConfig: {
      service: "projects/{project}/locations/{location}/services/{name}",
      uri: "https://{name}-{projectNumber}.{location}.run.app",
    },
    eventTrigger: { trigger: "projects/{project}/locations/{location}/triggers/{name}-{number}" },
  },
  "gcp:cloudrunv2/service:Service": {
    id: "projects/{project}/locations/{location}/services/{name}",
    uri: "https://{name}-{projectNumber}.{location}.run.app",
    urls: ["https://{name}-{projectNumber}.{location}.run.app"],
  },
  "gcp:cloudscheduler/job:Job": { id: "projects/{project}/locations/{region}/jobs/{name}", state: "ENABLED" },
  "gcp:eventarc/trigger:Trigger": {
    id: "projects/{project}/locations/{location}/triggers/{name}",
    transport: { pubsub: { subscription: "projects/{project}/subscriptions/eventarc-{name}-{number}" } },
  },
  "gcp:pubsub/topic:Topic": { id: "projects/{project}/topics/{name}" },
  "gcp:pubsub/subscription:Subscription": { id: "projects/{project}/subscriptions/{name}" },
  "gcp:composer/environment:Environment": {
    id: "projects/{project}/locations/{region}/environments/{name}",
    config: {
      airflowUri: "https://{number}-dot-{region}.composer.googleusercontent.com",
      // Composer makes a bucket of its own where none is named.
      dagGcsPrefix: "gs://{storageConfig.bucket:last}/dags",
    },
  },
  "gcp:composer/userWorkloadsConfigMap:UserWorkloadsConfigMap": {
    id: "projects/{project}/locations/{region}/environments/{environment:last}/userWorkloadsConfigMaps/{name}",
  },
  "gcp:composer/userWorkloadsSecret:UserWorkloadsSecret": {
    id: "projects/{project}/locations/{region}/environments/{environment:last}/userWorkloadsSecrets/{name}",
  },
  "gcp:vertex/aiEndpoint:AiEndpoint": {
    id: "projects/{project}/locations/{location}/endpoints/{name}",
    dedicatedEndpointDns: "{name}.{location}-{projectNumber}.prediction.vertexai.goog",
  },
} as const;
