import { monitoring } from "@pulumi/gcp";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { labelsOf, type Site } from "../site.ts";

/** A mail to each address of `sluice:alertsTo`. Who is left out of the list hears no more. */
export function makeChannels(site: Site, options: CustomResourceOptions): readonly monitoring.NotificationChannel[] {
  const { environment, settings } = site;
  return [...new Set(settings.alertsTo)].map(
    (address) =>
      new monitoring.NotificationChannel(
        `alerts-to-${address}`,
        {
          type: "email",
          displayName: `Sluice ${environment.id}: ${address}`,
          labels: { email_address: address },
          userLabels: labelsOf(site),
        },
        options,
      ),
  );
}
