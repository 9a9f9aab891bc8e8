import type { RunStory } from "../../../lakehouse/notify/story.ts";
import { CLOUD, checkAfter, checked, planOf, story } from "./make.ts";

const flights = planOf("flights", CLOUD);

/** Checks that look at the table, each with text in the warehouse's own dialect. */
const plan = {
  ...flights,
  checks: [
    ...flights.checks,
    checkAfter("routes_are_known", {
      description: "Every route of the day was flown in the thirty days before.",
      businessImpact: "An unknown route is a typing mistake that shows up in every report.",
      threshold: { operator: "mustBeLessOrEqualTo", values: [0.5], unit: "percent" },
    }),
    checkAfter("busiest_airport", { description: "The busiest airport has at most 3,500 departures a day." }),
    checkAfter("same_as_source", { description: "The source's own count of the day is that of the table." }),
    checkAfter("few_returns", { description: "Hardly any flight comes back to where it left.", severity: "warning" }),
  ],
};

const day = "20010105";
const routes = (measured: number) => ({ routes_are_known: { measured } });
const query =
  "SELECT 100 * COUNTIF(k.route IS NULL) / COUNT(*) FROM (SELECT * FROM `acme-lake.prod_consumption.flights` AS t WHERE (t.`departed_at` BETWEEN DATETIME '2001-01-05 00:00:00' AND DATETIME '2001-01-05 23:59:59.999999')) AS f LEFT JOIN `acme-lake.prod_consumption.known_routes` AS k ON k.route = CONCAT(f.origin, '-', f.destination)";

/** All rows are good, and the table they make is not; one check cannot be asked at all. */
export const unsound: RunStory = story({
  plan,
  now: "2001-01-05T05:04:00.000Z",
  checked: [
    checked(12, [day], plan, {
      routes_are_known: { measured: 3.417, outcome: "failed", query },
      same_as_source: {
        measured: null,
        outcome: "crashed",
        note: "the query failed: Unrecognized name: counted_on at [1:44]",
      },
      few_returns: { measured: 3, outcome: "warned" },
    }),
  ],
  checkedBefore: [0.02, 0.11, 0, 0.07].map((share, index) =>
    checked(8 + index, [`2001010${index + 1}`], plan, routes(share)),
  ),
});
