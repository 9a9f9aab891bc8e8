import type types from "@google-cloud/bigquery/build/src/types.js";

// Shapes of BigQuery's REST interface, as Google makes them from its discovery document. Every property may be missing.

export type RestJob = types.default.IJob;
export type RestJobConfiguration = types.default.IJobConfiguration;
export type RestError = types.default.IErrorProto;
export type RestTable = types.default.ITable;
export type RestTableList = types.default.ITableList;
export type RestTableReference = types.default.ITableReference;
export type RestField = types.default.ITableFieldSchema;
export type RestRow = types.default.ITableRow;
export type RestQuery = types.default.IQueryRequest;
export type RestQueryResponse = types.default.IQueryResponse;
export type RestQueryResults = types.default.IGetQueryResultsResponse;
export type RestTableData = types.default.ITableDataList;
