import { labelProblems } from "./labels.ts";

/** Where the jobs of an environment run, and as whom. */
export interface JobPlace {
  readonly project: string;
  /** Of Dataflow's endpoint and of the workers. */
  readonly region: string;
  /** `regions/REGION/subnetworks/NAME`, or the whole URL if another project shares it. It needs Private Google Access. */
  readonly subnetwork: string;
  /** E-mail of the account of launcher and workers. */
  readonly serviceAccount: string;
  /** Root of the lake, see `objectUrl`. */
  readonly lake: string;
  /** `gs://…` for what a job writes for itself while it runs. No zone of the lake: it is swept after days. */
  readonly scratch: string;
  /** On the bill, beside those that say dataset and environment. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `europe-west1` */
export const REGION = /^[a-z]+-[a-z]+\d+$/;
const BUCKET = /^gs:\/\/[a-z0-9][a-z0-9._-]*(\/[A-Za-z0-9._=-]+)*$/;

const FORMS = [
  ["project", /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/, "the project's id, as acme-dev"],
  ["region", REGION, "a region, as europe-west1"],
  [
    "subnetwork",
    /(^|\/projects\/[^/]+\/)regions\/[^/]+\/subnetworks\/[a-z][a-z0-9-]*$/,
    "regions/REGION/subnetworks/NAME",
  ],
  ["serviceAccount", /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/, "the account's e-mail"],
  ["scratch", BUCKET, "gs://BUCKET or gs://BUCKET/FOLDER"],
] as const;

export function placeProblems(place: JobPlace): string[] {
  const { region, subnetwork, labels } = place;
  const wrong = FORMS.filter(([field, form]) => !form.test(place[field]));
  const elsewhere = /regions\/([^/]+)\//.exec(subnetwork)?.[1] ?? region;
  return [
    ...wrong.map(([field, , cure]) => `${field}: ${JSON.stringify(place[field])} → write ${cure}`),
    ...(elsewhere === region
      ? []
      : [`subnetwork: it is in ${elsewhere}, the workers in ${region} → name one in ${region}`]),
    ...labelProblems(labels),
  ];
}
