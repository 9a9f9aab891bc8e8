import { readExpression } from "./expression.ts";
import { readAlias, readBracketed } from "./query.ts";
import type { Reader } from "./reader.ts";
import type { Join, Source } from "./tree.ts";

/** What stands behind FROM: tables and subqueries, and how they are joined. */
export function readSources(reader: Reader): Source[] {
  const sources = [readTable(reader, "FIRST")];
  for (;;) {
    const { offset } = reader.token;
    if (reader.skip(",")) {
      reader.fault(offset, "a comma between tables may be read as a walk through a list", "write CROSS JOIN");
      sources.push(readTable(reader, "CROSS"));
      continue;
    }
    const join = readJoin(reader);
    if (join === null) return sources;
    sources.push(readTable(reader, join));
    if (join !== "CROSS") readJoinCondition(reader);
  }
}

const SIDES = ["INNER", "LEFT", "RIGHT", "FULL"] as const;

/** Null: nothing more is joined. */
function readJoin(reader: Reader): Join | null {
  const side = reader.skip("CROSS") ? "CROSS" : (SIDES.find((word) => reader.skip(word)) ?? null);
  if (side !== null && side !== "CROSS") reader.skip("OUTER");
  if (side !== null) reader.expect("JOIN");
  else if (!reader.skip("JOIN")) return null;
  return side ?? "INNER";
}

function readJoinCondition(reader: Reader): void {
  if (reader.skip("ON")) {
    readExpression(reader);
    return;
  }
  reader.expect("USING", "write ON and a condition");
  reader.expect("(");
  do reader.name("a column");
  while (reader.skip(","));
  reader.expect(")");
}

function readTable(reader: Reader, join: Join): Source {
  if (reader.sees("(")) {
    const table = readBracketed(reader);
    return { join, table, alias: readAlias(reader) };
  }
  const table = reader.name("a table");
  if (reader.sees("(") || reader.sees("."))
    reader.stop(`makes this another table than ${reader.table}`, `read ${reader.table} and subqueries over it only`);
  return { join, table, alias: readAlias(reader) };
}
