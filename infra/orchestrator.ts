import type { ComponentResource, ComponentResourceOptions } from "@pulumi/pulumi";
import type { Lake } from "./lake.ts";
import { AirflowVm } from "./orchestrator/airflow-vm.ts";
import { Composer } from "./orchestrator/composer.ts";
import type { OrchestratorParts } from "./orchestrator/parts.ts";
import type { Site } from "./site.ts";

/** Who schedules besides events and ticks; null: nobody. */
export function makeOrchestrator(
  site: Site,
  { lake: { dags }, ...others }: Omit<OrchestratorParts, "dags"> & { readonly lake: Pick<Lake, "dags"> },
  options: ComponentResourceOptions,
): ComponentResource | null {
  if (dags === null) return null;
  const parts = { ...others, dags };
  switch (site.settings.orchestrator) {
    case "airflow-vm":
      return new AirflowVm("airflow-vm", site, parts, options);
    case "composer":
      return new Composer("composer", site, parts, options);
    case "functions":
      return null;
  }
}
