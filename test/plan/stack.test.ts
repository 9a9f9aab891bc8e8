import { describe, expect, test } from "@jest/globals";
import { formatProblem } from "../../lakehouse/contract/problem.ts";
import { readStack } from "../../lakehouse/plan/cloud/stack/read.ts";

const read = (text: string, id = "dev") => readStack(text, `Pulumi.${id}.yaml`, id);

function problems(text: string, id?: string): string[] {
  const found = read(text, id);
  return "problems" in found ? found.problems.map(formatProblem) : [];
}

const SMALL = `config:
  gcp:project: acme-dev
  gcp:region: europe-west1
  sluice:mailFrom: sluice@example.com
`;

describe("an environment's file", () => {
  test("names project and region; BigQuery is there too, unless told", () => {
    const environment = { id: "dev", project: "acme-dev", region: "europe-west1", location: "europe-west1" };
    expect(read(SMALL)).toMatchObject({ stack: { environment, endpoints: {} } });
    expect(read(`${SMALL}  sluice:location: EU\n`)).toMatchObject({
      stack: { environment: { ...environment, location: "EU" }, endpoints: {} },
    });
  });

  test("may hold what is other programs', also encrypted", () => {
    const text = `encryptionsalt: v1:abc\n${SMALL}  other:key: {secure: v1:xyz}\n`;
    expect(read(text)).toHaveProperty("stack");
  });

  test("names services that are elsewhere", () => {
    const text = `${SMALL}  sluice:endpoints: {storage: "http://127.0.0.1:1", functions: "http://127.0.0.1:2"}\n`;
    expect(read(text)).toMatchObject({
      stack: { endpoints: { storage: "http://127.0.0.1:1", functions: "http://127.0.0.1:2" } },
    });
  });
});

describe("everything that is wrong is told at once, with its place", () => {
  test.each<[what: string, text: string, found: string[]]>([
    [
      "values",
      `config:
  gcp:project: Acme
  gcp:region: europe
  sluice:location: Europe
  sluice:mailFrom: müller@example.com
  sluice:orchestrator: airflow
  sluice:workers: 0
  sluice:alertsTo: [ops@example.com, nobody]
  sluice:protect: "yes"
  sluice:budget: "500"
  sluice:locaton: EU
  sluice:endpoints:
    storage: 127.0.0.1
    storige: http://127.0.0.1:1
`,
      [
        "Pulumi.dev.yaml:11:3 error stack-unknown-key `sluice:locaton` is no setting → write `sluice:location`",
        'Pulumi.dev.yaml:2:16 error stack-value `gcp:project` is "Acme" → write the project\'s id, as acme-dev',
        'Pulumi.dev.yaml:3:15 error stack-value `gcp:region` is "europe" → write a region, as europe-west1',
        'Pulumi.dev.yaml:4:20 error stack-value `sluice:location` is "Europe" → write BigQuery\'s location: EU, US, or a region',
        'Pulumi.dev.yaml:6:24 error stack-value `sluice:orchestrator` is "airflow" → write `functions`, `airflow-vm` or `composer`',
        'Pulumi.dev.yaml:9:19 error stack-value `sluice:protect` is "yes" → write `true` or `false`',
        'Pulumi.dev.yaml:5:20 error stack-value `sluice:mailFrom` is "müller@example.com" → write an e-mail address of plain ASCII characters',
        'Pulumi.dev.yaml:8:38 error stack-value `sluice:alertsTo` has "nobody" → write an e-mail address of plain ASCII characters',
        "Pulumi.dev.yaml:7:19 error stack-value `sluice:workers` is 0 → write workers, 1 to 1000",
        "Pulumi.dev.yaml:10:3 error stack-missing-key `sluice:budget` is there without `sluice:billingAccount` → write both, or neither",
        "Pulumi.dev.yaml:13:5 error stack-value `storage` is no address → write one such as http://127.0.0.1:8080",
        "Pulumi.dev.yaml:14:5 error stack-unknown-key `storige` is no service → write `storage`, `bigquery`, `dataflow`, `pubsub`, `sendgrid`, `functions`, `cloudbuild` or `artifactregistry`",
      ],
    ],
    [
      "BigQuery elsewhere than the buckets",
      `${SMALL}  sluice:location: US\n`,
      [
        "Pulumi.dev.yaml:5:20 error stack-value `sluice:location` is US, and the buckets are in europe-west1 → write the region, or the EU or US that it is in",
      ],
    ],
    [
      "a region that is not in BigQuery's EU",
      SMALL.replace("europe-west1", "europe-west2").concat("  sluice:location: EU\n"),
      [
        "Pulumi.dev.yaml:5:20 error stack-value `sluice:location` is EU, and the buckets are in europe-west2 → write the region, or the EU or US that it is in",
      ],
    ],
    [
      "members, days and ranges that Google refuses",
      `${SMALL}  sluice:members: {reader: [analysts]}\n  sluice:softDeleteDays: 3\n  sluice:subnetRange: 10.80.1.0/20\n`,
      [
        'Pulumi.dev.yaml:5:29 error stack-value `sluice:members` has "analysts" → write `user:`, `group:` or `serviceAccount:` and an address',
        'Pulumi.dev.yaml:7:23 error stack-value `sluice:subnetRange` is "10.80.1.0/20" → write a private range with a mask of 20 to 24 bits, as 10.80.0.0/20',
        "Pulumi.dev.yaml:6:26 error stack-value `sluice:softDeleteDays` is 3 → write 0, or days from 7 to 90",
      ],
    ],
    [
      "settings that contradict each other",
      `${SMALL}  sluice:vmStarts: "05:00"\n  sluice:vmStops: "05:00"\n`,
      [
        "Pulumi.dev.yaml:6:19 error stack-value `sluice:vmStops` is 05:00, when the machine starts → write another time, or leave both out",
        "Pulumi.dev.yaml:5:20 error stack-value `sluice:vmStarts` is of Airflow's machine, and `sluice:orchestrator` is functions → remove it",
      ],
    ],
    [
      "ranges that overlap",
      `${SMALL}  sluice:orchestrator: airflow-vm\n  sluice:machineRange: 10.80.15.0/28\n`,
      [
        "Pulumi.dev.yaml:6:24 error stack-value `sluice:machineRange` is 10.80.15.0/28, a part of 10.80.0.0/20 → write a range beside it",
      ],
    ],
    [
      "addresses that are none",
      `${SMALL}  sluice:endpoints: nonsense\n`,
      [
        'Pulumi.dev.yaml:5:21 error stack-value `sluice:endpoints` is "nonsense" → write a service and its address a line',
      ],
    ],
    [
      "missing keys",
      "config:\n  gcp:zone: europe-west1-b\n",
      [
        "Pulumi.dev.yaml:2:3 error stack-unknown-key `gcp:zone` is no setting → remove it; only `gcp:project` and `gcp:region` are obeyed",
        "Pulumi.dev.yaml:1:1 error stack-missing-key `gcp:project` is missing → write the project's id, as acme-dev",
        "Pulumi.dev.yaml:1:1 error stack-missing-key `gcp:region` is missing → write a region, as europe-west1",
        "Pulumi.dev.yaml:1:1 error stack-missing-key `sluice:mailFrom` is missing → write an e-mail address of plain ASCII characters",
      ],
    ],
    [
      "an encrypted project",
      SMALL.replace("acme-dev", "{secure: v1:abc}"),
      ["Pulumi.dev.yaml:2:16 error stack-value `gcp:project` is encrypted → write the project's id, as acme-dev"],
    ],
    [
      "no settings",
      "encryptionsalt: v1:abc\n",
      [
        "Pulumi.dev.yaml:1:1 error stack-missing-key `config` is missing → write `config:` with what docs/settings.md lists",
      ],
    ],
    [
      "no YAML",
      "config: [",
      [expect.stringMatching(/^Pulumi.dev.yaml:1:10 error yaml-syntax /)] as unknown as string[],
    ],
    ["nothing", "", [expect.stringMatching(/stack-missing-key `config` is missing/)] as unknown as string[]],
  ])("%s", (_, text, found) => expect(problems(text)).toEqual(found));

  test.each(["Dev", "d", "dev_1", "an-environment-of-prod"])("the name %p", (id) => {
    expect(problems(SMALL, id)).toEqual([
      `Pulumi.${id}.yaml:1:1 error stack-name '${id}' is no environment's name → 2 to 15 a-z, 0-9 and -`,
    ]);
  });
});
