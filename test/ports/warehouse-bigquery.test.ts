import { warehouseConformance } from "./warehouse.ts";
import { openBigQueryBench } from "./warehouse-bigquery.ts";

warehouseConformance("BigQuery", openBigQueryBench);
warehouseConformance("BigQuery, jobs take their time", () => openBigQueryBench({ lasts: () => 4, pageSize: 1 }));
