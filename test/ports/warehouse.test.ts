import { warehouseConformance } from "./warehouse.ts";
import { openDuckDb } from "./warehouse-duckdb.ts";
import { openMemory } from "./warehouse-memory.ts";

warehouseConformance("DuckDB", openDuckDb);
warehouseConformance("memory", openMemory);
warehouseConformance("memory, jobs take their time", () => openMemory({ job: () => ({ calls: 4 }) }));
