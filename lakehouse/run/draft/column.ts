import { type Bounds, numberBounds, timeBounds } from "./bounds.ts";
import { type Spelling, spellingLines, spellingOf } from "./field.ts";
import { candidateForms } from "./patterns.ts";
import type { ColumnProfile } from "./profile.ts";
import { commented, exact, type FlowValue, flow } from "./yaml.ts";

export interface Role {
  /** The name in the contract; the file's own becomes `physicalName` where it differs. */
  readonly name: string;
  /** Position in the key from 1; null: not part of it. */
  readonly keyPosition: number | null;
  readonly alone: boolean;
  readonly partition: boolean;
}

/** One property of the draft, with what each promise was inferred from; null: the contract has no word for its type. */
export function columnLines(column: ColumnProfile, rows: number, role: Role): string[] | null {
  const spelling = spellingOf(column.type);
  if (spelling === null) return null;
  const promised = promises(column, rows, role);
  const options = { ...spelling.options, ...promised.options };
  return [
    commented(`      - name: ${role.name}`, promised.seen),
    ...(role.name === column.name ? [] : [`        physicalName: ${flow(column.name)}`]),
    ...spellingLines(withOptions(spelling, options), "        "),
    ...requiredLines(column, rows, role),
    ...keyLines(role),
    ...(role.partition ? ["        partitioned: true"] : []),
    ...(promised.quality.length > 0
      ? ["        quality:", ...promised.quality.map((rule) => `          - ${flow(rule)}`)]
      : []),
  ];
}

function withOptions(spelling: Spelling, options: Readonly<Record<string, FlowValue>>): Spelling {
  return Object.keys(options).length > 0 ? { ...spelling, options } : spelling;
}

/** Rows without the partition's day would belong nowhere, whatever this file showed. */
function requiredLines({ nulls }: ColumnProfile, rows: number, { partition }: Role): string[] {
  if (rows > 0 && nulls === 0) return [commented("        required: true", "never NULL in this file")];
  return partition ? ["        required: true"] : [];
}

function keyLines({ keyPosition, alone }: Role): string[] {
  if (keyPosition === null) return [];
  const lines = ["        primaryKey: true", `        primaryKeyPosition: ${keyPosition}`];
  return alone ? [commented("        unique: true", "as in this file: one row a value"), ...lines] : lines;
}

interface Promises {
  readonly options: Readonly<Record<string, FlowValue>>;
  readonly quality: readonly { readonly [key: string]: FlowValue }[];
  /** What the file showed, for the comment. */
  readonly seen: string | null;
}

function promises(column: ColumnProfile, rows: number, role: Role): Promises {
  if (rows === 0 || column.nulls === rows) return { options: {}, quality: [], seen: "no value in this file" };
  switch (column.kind) {
    case "number":
      return { options: boundOptions(numberBounds(column), true, column), quality: [], seen: range(column) };
    case "instant":
    case "day":
      return { options: boundOptions(timeBounds(column), false, column), quality: [], seen: range(column) };
    case "text":
      return textPromises(column, rows, role.name);
    default:
      return { options: {}, quality: [], seen: null };
  }
}

function range({ least, greatest }: ColumnProfile): string {
  return `from ${least ?? "?"} to ${greatest ?? "?"} in this file`;
}

/** Where NaN or infinite values are part of the file, a bound would refuse them. */
function boundOptions(
  { minimum, maximum }: Bounds,
  numeric: boolean,
  { notFinite }: ColumnProfile,
): Promises["options"] {
  if (notFinite > 0) return {};
  const value = (bound: string) => (numeric ? exact(bound) : bound);
  return { ...(minimum !== null && { minimum: value(minimum) }), ...(maximum !== null && { maximum: value(maximum) }) };
}

const formats = ["uuid", "email", "uri"] as const;
const formatWords = { uuid: "a UUID", email: "an e-mail address", uri: "a URI" } as const;

const mostListed = 40;
const rowsPerListed = 20;

function textPromises(column: ColumnProfile, rows: number, name: string): Promises {
  const different = column.values.length;
  const listed =
    different <= mostListed && different < column.distinct * 2 && rows - column.nulls >= different * rowsPerListed;
  if (listed && column.values.every(({ value }) => value.length <= 100 && value.isWellFormed())) {
    const values = column.values.map(({ value }) => value).sort();
    return { options: {}, quality: [oneOf(name, values)], seen: listedWords(different, rows) };
  }
  const format = formats.find((known) => column.misfits[known] === 0);
  if (format !== undefined) return { options: { format }, quality: [], seen: `every value is ${formatWords[format]}` };
  return formPromises(column, name);
}

function listedWords(different: number, rows: number): string {
  return different === 1 ? `one value in all ${rows} rows` : `${different} different values in ${rows} rows`;
}

function oneOf(name: string, values: readonly string[]): Promises["quality"][number] {
  return {
    id: `${name}_values`,
    metric: "invalidValues",
    arguments: { validValues: values },
    mustBe: 0,
    severity: "error",
  };
}

function formPromises(column: ColumnProfile, name: string): Promises {
  const form = candidateForms(column.values.map(({ value }) => value)).find(({ name }) => column.misfits[name] === 0);
  const fixed = form && ["hex", "positions", "date"].includes(form.name);
  const options = { ...(form && { pattern: form.pattern }), ...(!fixed && { maxLength: roomy(column.longest) }) };
  const free = form === undefined || ["alphabet", "ascii", "trimmed"].includes(form.name);
  const quality = free && column.misfits.placeholder === 0 ? [noPlaceholder(name)] : [];
  return {
    options,
    quality,
    seen: form ? `every value is ${form.words}` : `${column.shortest} to ${column.longest} characters`,
  };
}

/** Half as long again as the longest seen, in tens. */
function roomy(longest: number): number {
  return Math.max(10, Math.ceil((longest * 1.5) / 10) * 10);
}

/** Words that exports write where they mean NULL. */
export const placeholders = ["", "-", "?", "N/A", "NA", "NAN", "NIL", "NONE", "NULL", "UNDEFINED"] as const;

function noPlaceholder(name: string): Promises["quality"][number] {
  const list = placeholders.map((word) => `'${word}'`).join(", ");
  return {
    id: `${name}_placeholder`,
    type: "custom",
    engine: "sluice",
    severity: "error",
    description: "A missing value is NULL, not a word for it.",
    implementation: { rowExpression: `upper(trim("${name}")) NOT IN (${list})` },
  };
}
