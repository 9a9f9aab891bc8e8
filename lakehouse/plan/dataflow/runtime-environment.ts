import type { JobPlace } from "./place.ts";
import type { Sizing } from "./sizing.ts";

/** What holds for every job of a place. Names are those of FlexTemplateRuntimeEnvironment in Dataflow's templates.proto. */
export interface StandingEnvironment {
  readonly serviceAccountEmail: string;
  readonly subnetwork: string;
  readonly ipConfiguration: "WORKER_IP_PRIVATE";
  readonly tempLocation: string;
  readonly stagingLocation: string;
  readonly launcherMachineType: string;
  readonly enableLauncherVmSerialPortLogging: boolean;
  readonly additionalPipelineOptions: readonly string[];
}

/** What holds for one job. */
export interface JobEnvironment {
  readonly numWorkers: number;
  readonly maxWorkers: number;
  readonly autoscalingAlgorithm?: Sizing["autoscaling"];
  readonly machineType: string;
  readonly diskSizeGb: number;
  readonly flexrsGoal?: "FLEXRS_COST_OPTIMIZED";
  readonly additionalUserLabels: Readonly<Record<string, string>>;
}

/** Said in the container spec and again at each launch: whoever starts the template by hand is as safe as we are. */
export function standingEnvironment({ serviceAccount, subnetwork, scratch }: JobPlace): StandingEnvironment {
  return {
    serviceAccountEmail: serviceAccount,
    subnetwork,
    ipConfiguration: "WORKER_IP_PRIVATE",
    tempLocation: `${scratch}/temp`,
    stagingLocation: `${scratch}/staging`,
    // The default has one core and 3.75 GB, and has been too slow to import Beam before the launch timed out.
    launcherMachineType: "n2-standard-2",
    // Else a launch that fails before it logs says nothing but that it failed.
    enableLauncherVmSerialPortLogging: true,
    // Of two, one waits for its child while the other fetches the next drop.
    additionalPipelineOptions: ["number_of_worker_harness_threads=2"],
  };
}

export function jobEnvironment(sizing: Sizing, labels: Readonly<Record<string, string>>): JobEnvironment {
  const { workers, maxWorkers, autoscaling, machineType, diskGib, flexRs } = sizing;
  return {
    numWorkers: workers,
    maxWorkers,
    machineType,
    diskSizeGb: diskGib,
    // FlexRS scales by itself, up to maxWorkers, and takes no algorithm.
    ...(flexRs ? { flexrsGoal: "FLEXRS_COST_OPTIMIZED" } : { autoscalingAlgorithm: autoscaling }),
    additionalUserLabels: labels,
  };
}
