import { MODELINE } from "../../contract/schema.ts";
import { grouped } from "../view/numbers.ts";
import { chooseKey, choosePartition } from "./choose.ts";
import { columnLines } from "./column.ts";
import type { Landing } from "./landing.ts";
import { columnNames } from "./names.ts";
import type { ColumnProfile, Profile } from "./profile.ts";
import { commented, flow } from "./yaml.ts";

export interface DraftFacts {
  readonly landing: Landing;
  /** The file's name, for the comment at the top. */
  readonly source: string;
}

/** A contract in YAML that this file fulfils; null if no column can say which day a row belongs to. */
export function draftContract(profile: Profile, { landing, source }: DraftFacts): string | null {
  const partition = choosePartition(profile);
  if (partition === null) return null;
  const key = chooseKey(profile);
  return `${[
    ...headLines(profile, landing, source),
    ...schemaLines(profile, landing.dataset, key, partition),
    "    properties:",
    ...propertyLines(profile, key, partition),
    ...recipientLines,
  ].join("\n")}\n`;
}

function headLines({ rows, columns }: Profile, { dataset, pattern }: Landing, source: string): string[] {
  return [
    MODELINE,
    `# Drafted by \`sluice init\` from ${JSON.stringify(source)}: ${grouped(rows)} rows, ${columns.length} columns.`,
    "# Every promise below was inferred from that one file. Read it, loosen what is chance, tighten what you know.",
    "apiVersion: v3.1.0",
    "kind: DataContract",
    `id: ${dataset}`,
    `name: ${dataset}`,
    "version: 0.1.0",
    "status: draft",
    "servers:",
    "  - server: landing",
    "    type: custom",
    "    format: parquet",
    `    location: gs://landing/${dataset}/`,
    "    customProperties:",
    "      # RegExp over the whole object name; the group dt is the arrival day",
    `      - {property: objectPattern, value: ${flow(pattern)}}`,
  ];
}

function schemaLines(profile: Profile, dataset: string, key: readonly string[], partition: ColumnProfile): string[] {
  const stable = key.length > 0 && !key.includes(partition.name);
  return [
    "schema:",
    `  - name: ${dataset}`,
    "    logicalType: object",
    "    physicalType: table",
    ...(stable
      ? [
          "    customProperties:",
          commented(
            "      - {property: partitionStable, value: true}",
            `a row keeps its ${columnNames(profile.columns).get(partition.name)}`,
          ),
        ]
      : []),
    ...qualityLines(profile, key),
  ];
}

const rowsForRange = 100;

function qualityLines(profile: Profile, key: readonly string[]): string[] {
  const { rows, repeated } = profile;
  if (rows === 0) return [];
  const names = columnNames(profile.columns);
  const rules = [flow({ id: "not_empty", metric: "rowCount", mustBeGreaterThan: 0, severity: "error" })];
  if (rows >= rowsForRange) {
    rules.push(
      flow({ id: "fewer_rows", metric: "rowCount", mustBeGreaterOrEqualTo: Math.floor(rows / 4), severity: "warning" }),
    );
    rules.push(flow({ id: "more_rows", metric: "rowCount", mustBeLessOrEqualTo: rows * 4, severity: "warning" }));
  }
  if (key.length > 1)
    rules.push(
      duplicateRule(
        "key_once",
        key.map((name) => names.get(name) ?? name),
        "error",
      ),
    );
  // Values that consist of others cannot be compared, and without them rows may well agree.
  const areComparable = profile.columns.every(({ type }) => type.kind === "scalar");
  if (key.length === 0 && repeated === 0 && rows > 1 && areComparable)
    rules.push(duplicateRule("no_row_twice", [...names.values()], "warning"));
  return ["    quality:", ...rules.map((rule) => `      - ${rule}`)];
}

function duplicateRule(id: string, properties: readonly string[], severity: string): string {
  return flow({ id, metric: "duplicateValues", arguments: { properties }, mustBe: 0, severity });
}

function propertyLines({ columns, rows }: Profile, key: readonly string[], partition: ColumnProfile): string[] {
  const names = columnNames(columns);
  return columns.flatMap((column) => {
    const position = key.indexOf(column.name);
    const role = {
      name: names.get(column.name) ?? column.name,
      keyPosition: position < 0 ? null : position + 1,
      alone: key.length === 1,
      partition: column === partition,
    };
    const skipped = `      # ${JSON.stringify(column.name)} is left out: the contract has no word for its type`;
    return columnLines(column, rows, role) ?? [skipped];
  });
}

const recipientLines = [
  "support:",
  "  # who is told when a drop is held, refused or late: put your address here",
  "  - {channel: data-owner, tool: email, scope: notifications, url: 'mailto:data-owner@example.com'}",
];
