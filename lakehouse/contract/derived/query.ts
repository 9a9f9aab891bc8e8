import { tokensOf } from "../portable-sql/tokens.ts";
import type { QueryTree } from "../portable-sql/tree.ts";
import { type PortableSqlFault, readPortableSql } from "../portable-sql.ts";
import { datasetOf, tablesOf } from "./tables.ts";

export interface DerivedQuery {
  /** Null: it could not be read, which a fault explains. */
  readonly tree: QueryTree | null;
  /** Means something else, or nothing, in one of the engines. */
  readonly unportable: readonly PortableSqlFault[];
  /** Is no query over datasets. */
  readonly invalid: readonly PortableSqlFault[];
  /** The datasets it reads, each once, in the order of the text. */
  readonly inputs: readonly { readonly dataset: string; readonly offset: number }[];
}

const TABLE = "{DATASET}";

/** A derived table's SQL, and everything wrong with it that can be told without knowing its inputs. */
export function readDerivedQuery(text: string): DerivedQuery {
  if (tokensOf(text).tokens.length === 1) {
    const cure = "write one SELECT that gives the contract's columns";
    const invalid = [{ offset: 0, message: "the file holds no query", cure }];
    return { tree: null, unportable: [], invalid, inputs: [] };
  }
  const { faults: unportable, tree } = readPortableSql(text, TABLE);
  if (tree === null) return { tree, unportable, invalid: [], inputs: [] };
  const tables = tablesOf(tree);
  const inputs = new Map<string, number>();
  for (const { table, common } of tables) {
    const dataset = datasetOf(table);
    if (dataset !== null && !common && !inputs.has(dataset)) inputs.set(dataset, table.offset);
  }
  const places = new Set(tables.map(({ table }) => table.offset));
  return {
    tree,
    unportable,
    invalid: [...tables.flatMap(tableFault), ...placeFaults(text, places)],
    inputs: [...inputs].map(([dataset, offset]) => ({ dataset, offset })),
  };
}

function tableFault({ table, common }: ReturnType<typeof tablesOf>[number]): PortableSqlFault[] {
  if (common || datasetOf(table) !== null) return [];
  const message = `${table.text} is no dataset, and no WITH names it`;
  return [{ offset: table.offset, message, cure: `write {${table.text}} for the table of the dataset ${table.text}` }];
}

/** Braces are filled in wherever they stand; anything but a table would be filled in wrongly. */
function placeFaults(text: string, tables: ReadonlySet<number>): PortableSqlFault[] {
  return tokensOf(text).tokens.flatMap((token): PortableSqlFault[] => {
    const { kind, offset } = token;
    if (kind === "text" && /\{\w+\}/.test(token.text)) {
      const message = "a text with a word in braces is taken for a table";
      return [{ offset, message, cure: "write the brace as CHR(123) || …" }];
    }
    if (kind !== "word" || datasetOf(token) === null || tables.has(offset)) return [];
    return [{ offset, message: `${token.text} stands where no table can`, cure: "write it behind FROM or JOIN only" }];
  });
}
