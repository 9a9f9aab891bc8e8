// Picks adapters. Functions open the cloud by environment/cloud.ts alone, so that none of them loads what a laptop needs.

export { hasBeam } from "./adapters/local-hosts.ts";
export { type EnginePlace, type Laptop, type LaptopOptions, openLaptop } from "./environment/laptop.ts";
