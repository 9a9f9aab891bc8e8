import { objectUrl } from "../../plan/names.ts";
import type { JobSpec, TableRef } from "../../ports.ts";
import { fieldOf } from "./columns.ts";
import type { RestJobConfiguration, RestTableReference } from "./rest.ts";

export interface Place {
  readonly project: string;
  readonly location: string;
  /** Root of the lake, as `objectUrl` reads it. */
  readonly lake: string;
}

type Kind<K extends JobSpec["kind"]> = Extract<JobSpec, { kind: K }>;

/** The job as BigQuery is asked for it. Throws `RangeError` where no such job can be meant. */
export function configurationOf(place: Place, spec: JobSpec): RestJobConfiguration {
  if (spec.kind === "load") return { load: loadOf(place, spec) };
  if (spec.kind === "copy") return { copy: copyOf(place, spec) };
  if (spec.kind === "look") return { query: lookOf(place, spec) };
  return { query: { query: spec.text, useLegacySql: false } };
}

/**
 * Only a new table, only these columns, not one bad row. Column types come with the job, since BigQuery would guess them
 * from one file. BigQuery names no generation of an object: good files are written once, and rows are counted after.
 */
function loadOf(place: Place, { files, into, shape }: Kind<"load">): NonNullable<RestJobConfiguration["load"]> {
  const { columns, partitioning, clustering } = shape;
  return {
    sourceUris: files.map(({ uri }) => uriOf(place, uri)),
    sourceFormat: "PARQUET",
    parquetOptions: { enableListInference: true },
    // Of a decimal, the first that holds all its digits; without BIGNUMERIC in the list wide ones would be refused.
    decimalTargetTypes: ["NUMERIC", "BIGNUMERIC"],
    schema: { fields: columns.map(fieldOf) },
    autodetect: false,
    ignoreUnknownValues: false,
    maxBadRecords: 0,
    destinationTable: reference(place, into),
    // The dataset of the staging tables gives them their expiration; rows of a new table have none of their own.
    createDisposition: "CREATE_IF_NEEDED",
    writeDisposition: "WRITE_EMPTY",
    ...(partitioning && { timePartitioning: partitioning }),
    ...(clustering.length > 0 && { clustering: { fields: [...clustering] } }),
  };
}

/** BigQuery takes `*` in an address for a pattern. */
function uriOf({ lake }: Place, name: string): string {
  if (/[*#]/.test(name)) throw new RangeError(`${name} cannot be loaded: * and # mean something else in a load job`);
  return objectUrl(lake, name);
}

function copyOf(place: Place, { from, into, partitions }: Kind<"copy">): NonNullable<RestJobConfiguration["copy"]> {
  const [partition] = partitions;
  if (partition === undefined || partitions.length > 1) {
    throw new RangeError(`a copy job of BigQuery appends one partition, not ${partitions.length}`);
  }
  const decorated = ({ dataset, table }: TableRef) => reference(place, { dataset, table: `${table}$${partition}` });
  return {
    sourceTable: decorated(from),
    destinationTable: decorated(into),
    createDisposition: "CREATE_NEVER",
    writeDisposition: "WRITE_APPEND",
  };
}

function lookOf(place: Place, { text, into }: Kind<"look">): NonNullable<RestJobConfiguration["query"]> {
  return {
    query: text,
    useLegacySql: false,
    destinationTable: reference(place, into),
    createDisposition: "CREATE_IF_NEEDED",
    writeDisposition: "WRITE_EMPTY",
  };
}

function reference({ project }: Place, { dataset, table }: TableRef): RestTableReference {
  return { projectId: project, datasetId: dataset, tableId: table };
}
