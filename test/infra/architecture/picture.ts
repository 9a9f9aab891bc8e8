import type { Orchestrator } from "../../../lakehouse/plan/cloud/orchestrator.ts";
import { countOf, type Inventory } from "../inventory.ts";
import { actors, bands, running, stores } from "./boxes.ts";
import { type Arrow, type Picture, svgOf } from "./draw.ts";

const TITLES: Readonly<Record<Orchestrator, string>> = {
  functions: "Sluice, scheduled by events and ticks",
  "airflow-vm": "Sluice with Airflow on one machine",
  composer: "Sluice with Cloud Composer",
};

/** Laid out by hand, filled with what an environment has. */
export function architectureSvg(inventory: Inventory, orchestrator: Orchestrator, stack: string): string {
  return svgOf(pictureOf(inventory, orchestrator, stack));
}

export function pictureOf(inventory: Inventory, orchestrator: Orchestrator, stack: string): Picture {
  return {
    title: TITLES[orchestrator],
    subtitle: `The environment ${stack}: ${inventory.total} resources. Made from its inventory; counts are of what is there.`,
    width: 1200,
    height: 772,
    network: { x: 404, y: 312, width: 542, height: 304, title: networkWords(inventory) },
    boxes: [...actors(inventory), ...stores(inventory), ...running(inventory, orchestrator), ...bands(inventory)],
    arrows: [...CHAIN, ...(orchestrator === "functions" ? FUNCTIONS_ALONE : AIRFLOW)],
  };
}

function networkWords(inventory: Inventory): string {
  const rules = countOf(inventory, "compute.Firewall");
  const wayOut = countOf(inventory, "compute.RouterNat") > 0 ? "a way out by NAT" : "no way to the internet";
  return `Private network: ${countOf(inventory, "compute.Subnetwork")} subnet, ${rules} firewall rules, ${wayOut}`;
}

const CHAIN: readonly Arrow[] = [
  {
    points: [
      [190, 180],
      [224, 180],
    ],
    label: "",
    at: [190, 170],
  },
  {
    points: [
      [370, 180],
      [420, 180],
    ],
    label: "event",
    at: [378, 172],
  },
  {
    points: [
      [640, 180],
      [690, 180],
    ],
    label: "split",
    at: [650, 172],
  },
  {
    points: [
      [930, 160],
      [980, 160],
    ],
    label: "load",
    at: [941, 152],
  },
  {
    points: [
      [980, 212],
      [930, 212],
    ],
    label: "query",
    at: [938, 228],
  },
  {
    points: [
      [1078, 272],
      [1078, 330],
    ],
    label: "read",
    at: [1086, 305],
  },
  {
    points: [
      [107, 330],
      [107, 290],
      [436, 290],
      [436, 272],
    ],
    label: "decide",
    at: [116, 284],
  },
  {
    points: [
      [470, 272],
      [470, 370],
      [390, 370],
    ],
    label: "mail",
    at: [412, 362],
  },
  {
    points: [
      [297, 476],
      [297, 440],
      [504, 440],
      [504, 272],
    ],
    label: "tick",
    at: [306, 434],
  },
  {
    points: [
      [810, 330],
      [810, 272],
    ],
    label: "split",
    at: [818, 305],
  },
  {
    points: [
      [980, 510],
      [900, 510],
      [900, 410],
    ],
    label: "image",
    at: [856, 462],
  },
];

/** Where no DAG does. */
const FUNCTIONS_ALONE: readonly Arrow[] = [
  {
    points: [
      [606, 272],
      [606, 370],
      [690, 370],
    ],
    label: "start a job",
    at: [614, 362],
  },
];

const AIRFLOW: readonly Arrow[] = [
  {
    points: [
      [550, 476],
      [550, 272],
    ],
    label: "step",
    at: [558, 424],
  },
  {
    points: [
      [640, 540],
      [780, 540],
      [780, 410],
    ],
    label: "start a job",
    at: [648, 532],
  },
];
