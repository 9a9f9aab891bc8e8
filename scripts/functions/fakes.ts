import { readFileSync } from "node:fs";
import { bucketName } from "../../lakehouse/plan/cloud/names.ts";
import { createAdminService } from "../../test/fakes/admin/service.ts";
import type { FakeCloud } from "../../test/fakes/cloud.ts";
import { alone } from "../../test/fakes/http/alone.ts";
import { serve } from "../../test/fakes/http/serve.ts";
import { type Deployed, deploy } from "../../test/functions/cloud/deployed.ts";
import { runLaunchedJobs } from "../../test/functions/cloud/hosts.ts";
import { dropFiles } from "./drop-files.ts";
import type { Running } from "./running.ts";

const MINUTE = 60_000;

export interface WithFakes {
  readonly contracts: string;
  readonly names: readonly string[];
  /** Files and folders of Parquet, which are uploaded once all is there. */
  readonly paths: readonly string[];
  /** Lines of the functions' logs. */
  readonly onLine: (name: string, line: string) => void;
  /** What else is worth telling. */
  readonly onHappening: (who: string, what: string) => void;
}

/** Everything that `pulumi up` would make, on this machine and in memory: gone when it ends. */
export async function serveWithFakes({ contracts, names, paths, onLine, onHappening }: WithFakes): Promise<Running> {
  const deployed = await deploy({ contracts, functions: names, onLine });
  const { cloud, plans } = deployed;
  const admin = await serve(createAdminService(cloud), alone());
  const landing = `${admin.url}/-/objects/${bucketName(cloud.environment, "landing")}`;
  tellMails(cloud, onHappening);
  runJobs(deployed, onHappening);
  const ticking = ticks((topic) => deployed.tick(topic));
  return {
    environment: cloud.environment,
    functions: names.map((name) => deployed.function(name)),
    datasets: plans.map(({ dataset }) => dataset),
    hints: [
      `a drop is uploaded by   curl -T FILE ${landing}/OBJECT-NAME`,
      `mails that were sent    curl ${admin.url}/-/mails`,
    ],
    begin: () => {
      for (const { path, name } of dropFiles(paths, plans)) {
        onHappening("you", `upload ${name}`);
        deployed.upload(name, readFileSync(path));
      }
    },
    close: async () => {
      clearInterval(ticking);
      await Promise.all([deployed.close(), admin.close()]);
    },
  };
}

function tellMails(cloud: FakeCloud, tell: WithFakes["onHappening"]): void {
  let known = 0;
  cloud.watch(({ op }, moment) => {
    if (op !== "mail.send" || moment === "before") return;
    for (const { to, subject } of cloud.sendgrid.taken.slice(known)) tell("mail", `to ${to.join(", ")}: ${subject}`);
    known = cloud.sendgrid.taken.length;
  });
}

/** One after the other, as soon as the launch is answered. */
function runJobs(deployed: Deployed, tell: WithFakes["onHappening"]): void {
  let last: Promise<unknown> = Promise.resolve();
  deployed.cloud.dataflow.onLaunch = ({ launch }) => {
    tell("dataflow", `job ${launch.jobName} is launched`);
    last = last.then(() => runLaunchedJobs(deployed)).catch((fault) => tell("dataflow", `a job fails: ${fault}`));
  };
}

/** About when Cloud Scheduler would send them. */
function ticks(tick: (topic: "publish" | "mail" | "reconcile") => void): NodeJS.Timeout {
  let minutes = 0;
  return setInterval(() => {
    minutes += 1;
    tick("publish");
    if (minutes % 5 === 0) for (const topic of ["mail", "reconcile"] as const) tick(topic);
  }, MINUTE);
}
