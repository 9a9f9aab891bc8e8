import type { Cursor } from "./cursor.ts";
import type { FieldType } from "./field.ts";
import { temporalExample, temporalText } from "./instant.ts";
import type { Report } from "./lint.ts";
import type { QualityRule } from "./quality-rule.ts";
import type { Literal } from "./rule.ts";

/** The values listed in an argument, in the column's type; NULL is left out. Null if there is no list that can be read. */
export function listedValues({ at, on }: QualityRule, name: string, report: Report): readonly Literal[] | null {
  const list = at.get("arguments")?.get(name) ?? null;
  if (list?.kind !== "list") {
    report(
      "argument-missing",
      list?.place ?? at.place,
      `${at.text("metric")} needs a list of values`,
      `add \`arguments: {${name}: [...]}\``,
    );
    return null;
  }
  if (list.items().length === 0 || !on) {
    report("argument-missing", list.place, `\`${name}\` lists nothing`, "list at least one value");
    return null;
  }
  const found: Literal[] = [];
  const seen = new Set<string>();
  for (const item of list.items()) {
    if (item.kind === "null") continue;
    const literal = literalOf(on.field.type, item);
    if (!literal) {
      report("value-type", item.place, `${item.shown()} is no ${on.field.type.kind}`, cure(on.field.type));
      continue;
    }
    const identity = String(literal.value);
    if (seen.has(identity)) report("value-twice", item.place, `${item.shown()} is listed twice`, "remove one");
    else found.push(literal);
    seen.add(identity);
  }
  return found;
}

function literalOf(type: FieldType, item: Cursor): Literal | null {
  const literal = item.asLiteral();
  switch (type.kind) {
    case "string":
      return literal?.kind === "text" ? literal : null;
    case "integer":
    case "decimal":
    case "float":
      return literal?.kind === "number" ? literal : null;
    case "boolean":
      return literal?.kind === "boolean" ? literal : null;
    case "date":
    case "time":
    case "timestamp": {
      const value = literal?.kind === "text" ? temporalText(type, literal.value) : null;
      return value === null ? null : { kind: "text", value };
    }
    default:
      return null;
  }
}

function cure(type: FieldType): string {
  if (type.kind === "string") return "quote it";
  if (["date", "time", "timestamp"].includes(type.kind)) return `write it as ${temporalExample(type)}`;
  if (["object", "array", "json", "bytes"].includes(type.kind))
    return "list values of the fields inside, or write a `rowExpression`";
  return type.kind === "boolean" ? "write true or false" : "write a number, or remove it";
}
