import type { Orchestrator } from "../../../lakehouse/plan/cloud/orchestrator.ts";
import { countOf, type Inventory, namesIn } from "../inventory.ts";
import type { Box } from "./draw.ts";

type Counts = (...kinds: readonly string[]) => number;

/** `9 buckets`; nothing where there is none. */
function some(count: number, one: string, many = `${one}s`): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}

/** `2 keys, 8 accounts`, of those that there are. */
function together(...parts: readonly (readonly string[])[]): readonly string[] {
  const said = parts.flat();
  return said.length === 0 ? [] : [said.join(", ")];
}

/** Who works with an environment. */
export function actors(inventory: Inventory): readonly Box[] {
  const count: Counts = (...kinds) => countOf(inventory, ...kinds);
  const folders = namesIn(inventory, "storage.ManagedFolder").filter((name) => name.endsWith("-landing"));
  const places = { width: 166, look: "actor" } as const;
  return [
    {
      ...places,
      x: 24,
      y: 140,
      height: 80,
      title: "Producers",
      lines: ["upload Parquet", ...some(folders.length, "folder")],
    },
    { ...places, x: 24, y: 330, height: 80, title: "Operators", lines: ["accept, reject,", "replay, resume"] },
    { ...places, x: 224, y: 330, height: 80, title: "Owners", lines: ["one clear mail,", "by SendGrid"] },
    {
      ...places,
      x: 980,
      y: 330,
      width: 196,
      height: 80,
      title: "Readers",
      lines: readersWords(count),
    },
  ];
}

function readersWords(count: Counts): readonly string[] {
  const grants = some(count("bigquery.IamMember"), "grant on tables", "grants on tables");
  if (grants.length === 0) return ["nobody has a role yet"];
  return [...grants, ...some(count("bigquery.RowAccessPolicy"), "row policy", "row policies")];
}

/** Where data is. */
export function stores(inventory: Inventory): readonly Box[] {
  const count: Counts = (...kinds) => countOf(inventory, ...kinds);
  const inside = namesIn(inventory, "storage.Bucket", "Lake").filter((name) => name !== "landing");
  const folders = namesIn(inventory, "storage.ManagedFolder").length;
  return [
    {
      look: "store",
      x: 224,
      y: 140,
      width: 146,
      height: 80,
      title: "landing",
      lines: ["Cloud Storage", "as it was uploaded"],
    },
    {
      look: "store",
      x: 690,
      y: 100,
      width: 240,
      height: 172,
      title: "The lake",
      lines: together(some(inside.length, "bucket"), some(folders, "folder with access", "folders with access")),
      chips: inside,
    },
    {
      look: "store",
      x: 980,
      y: 100,
      width: 196,
      height: 172,
      title: "BigQuery",
      lines: [
        ...some(count("bigquery.Dataset"), "dataset"),
        ...some(count("bigquery.Table"), "table"),
        ...some(count("datacatalog.PolicyTag"), "policy tag"),
        ...some(count("bigquery.Connection"), "connection to the lake"),
      ],
    },
  ];
}

/** What runs. */
export function running(inventory: Inventory, orchestrator: Orchestrator): readonly Box[] {
  const count: Counts = (...kinds) => countOf(inventory, ...kinds);
  const specs = namesIn(inventory, "storage.BucketObject", "Template").length;
  return [
    {
      look: "run",
      x: 420,
      y: 100,
      width: 220,
      height: 172,
      title: "Cloud Functions",
      lines: together(some(count("cloudfunctionsv2.Function"), "function"), some(count("pubsub.Topic"), "topic")),
      chips: namesIn(inventory, "cloudfunctionsv2.Function"),
    },
    {
      look: "run",
      x: 690,
      y: 330,
      width: 240,
      height: 80,
      title: "Dataflow",
      lines: [
        "large drops, private workers",
        specs === 0 ? "no image yet: they wait" : `${specs} template by image digest`,
      ],
    },
    {
      look: "run",
      x: 224,
      y: 476,
      width: 166,
      height: 98,
      title: "Cloud Scheduler",
      lines: some(count("cloudscheduler.Job"), "tick"),
    },
    orchestratorBox(count, orchestrator),
    {
      look: "run",
      x: 980,
      y: 476,
      width: 196,
      height: 98,
      title: "Images",
      lines: ["built by Cloud Build", ...some(count("artifactregistry.Repository"), "repository", "repositories")],
    },
  ];
}

function orchestratorBox(count: Counts, orchestrator: Orchestrator): Box {
  const place = { x: 420, y: 476, width: 220, height: 98 };
  switch (orchestrator) {
    case "functions":
      return { ...place, look: "absent", title: "No Airflow", lines: ["events and ticks alone"] };
    case "airflow-vm":
      return {
        ...place,
        look: "run",
        title: "Airflow",
        lines: [
          ...together(some(count("compute.Instance"), "machine"), some(count("compute.Disk"), "disk")),
          ...(count("compute.ResourcePolicy") > 0 ? ["sleeps at night"] : []),
          ...some(count("iap.TunnelInstanceIAMMember"), "way in, by IAP", "ways in, by IAP"),
        ],
      };
    case "composer":
      return {
        ...place,
        look: "run",
        title: "Cloud Composer",
        lines: [...some(count("composer.Environment"), "environment"), "one DAG a dataset"],
      };
  }
}

/** What stands below all of it. */
export function bands(inventory: Inventory): readonly Box[] {
  const count: Counts = (...kinds) => countOf(inventory, ...kinds);
  const bands: readonly Pick<Box, "title" | "lines">[] = [
    {
      title: "Platform",
      lines: [
        ...together(some(count("projects.Service"), "API"), some(count("serviceaccount.Account"), "account")),
        ...together(
          some(count("*IamMember", "*IAMMember"), "grant"),
          some(count("projects.IAMCustomRole"), "custom role"),
        ),
        ...together(some(count("kms.CryptoKey"), "key"), some(count("projects.IAMAuditConfig"), "audit log")),
        ...some(count("secretmanager.Secret"), "secret"),
      ],
    },
    {
      title: "Operations",
      lines: [
        ...together(some(count("logging.Metric"), "metric"), some(count("monitoring.AlertPolicy"), "alert")),
        ...together(some(count("monitoring.Dashboard"), "dashboard"), some(count("monitoring.Slo"), "objective")),
        ...some(count("monitoring.NotificationChannel"), "address for alerts", "addresses for alerts"),
        ...(count("billing.Budget") > 0 ? ["a budget with a forecast"] : ["no budget"]),
      ],
    },
    {
      title: "Serving",
      lines: [
        ...some(count("vertex.AiEndpoint"), "Vertex AI endpoint"),
        ...(count("vertex.AiEndpoint") > 0 ? ["a bucket of models", "answers logged to BigQuery"] : []),
      ],
    },
  ];
  const there = bands.filter(({ lines }) => lines.length > 0);
  const gap = 24;
  const width = Math.floor((1200 - 2 * gap - (there.length - 1) * gap) / there.length);
  return there.map((band, index) => ({
    ...band,
    look: "band",
    x: gap + index * (width + gap),
    y: 640,
    width,
    height: 108,
  }));
}
