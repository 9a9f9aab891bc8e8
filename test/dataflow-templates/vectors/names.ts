// Names and types as this host compares them: the other host must come to the same.
import { looksAlike } from "../../../lakehouse/engine/child/similar.ts";
import { typeText, typeTree } from "../../../lakehouse/engine/type-tree.ts";

const NAMES = [
  ...["id", "ID", "i_d", "device_id", "deviceId", "deviceid", "devcie_id", "device", "ad_id", "lat", "latitude", "lta"],
  ...[
    "",
    "_",
    "é",
    "É",
    "straße",
    "STRASSE",
    "İd",
    "id\u0307",
    "ΟΔΟΣ",
    "οδος",
    "名前",
    "名前2",
    "😀",
    "😀😀",
    "𝒜𝒷𝒸",
    "𝒜𝒷𝒹",
  ],
  ...[
    "timestamp",
    "timestmap",
    "time_stamp",
    "ts",
    "event_time",
    "eventtime1",
    "x٣",
    "xⅣ",
    "battery level",
    "batterylevels",
  ],
];

const TYPES = [
  "BIGINT",
  "DECIMAL(9,2)[]",
  "INTEGER[3]",
  "STRUCT(a BIGINT, b VARCHAR[])[]",
  'STRUCT("a b" BIGINT, "c""d, (" STRUCT("rule" VARCHAR, x DECIMAL(38,9)))',
  "MAP(VARCHAR, STRUCT(a INTEGER, b INTEGER))",
  "STRUCT(m MAP(VARCHAR, INTEGER[]), u UNION(a INTEGER, b VARCHAR))",
  "STRUCT(\"é\n\" ENUM('a, b', 'c'), \" \" TIMESTAMP WITH TIME ZONE)[][]",
  "STRUCT(A_1 TIMESTAMP_NS)",
  '"NULL"',
];

export function nameVectors(): object {
  const alike = NAMES.map((one) => [one, ...NAMES.filter((other) => looksAlike(one, other))]);
  return { names: NAMES, alike, types: TYPES.map((text) => [text, typeText(typeTree(text))]) };
}
