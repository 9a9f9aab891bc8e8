import type { Item, QueryTree, SelectTree } from "../portable-sql/tree.ts";
import type { PortableSqlFault } from "../portable-sql.ts";

/** The result's columns: those of the first SELECT, after which the others of a UNION go. */
export function itemsOf(query: QueryTree): readonly Item[] {
  return firstSelect(query).items;
}

function firstSelect(query: QueryTree): SelectTree {
  const [term] = query.terms;
  if (!term) throw new RangeError("a query has a first SELECT");
  return term.kind === "query" ? firstSelect(term) : term;
}

/** What keeps the result's columns from being those of the contract, by name and without regard to case. */
export function columnFaults(query: QueryTree, columns: readonly string[]): PortableSqlFault[] {
  const items = itemsOf(query);
  const wanted = new Set(columns.map((name) => name.toUpperCase()));
  const given = new Set<string>();
  const faults = items.flatMap((item): PortableSqlFault[] => {
    const offset = item.words[0]?.offset ?? 0;
    const { star, name } = item;
    if (star) return [{ offset, message: "* hides which columns come", cure: "name the contract's columns" }];
    if (!name)
      return [{ offset, message: "the column has no name", cure: "write AS and the name of a column behind it" }];
    if (given.has(name.upper)) {
      return [{ offset: name.offset, message: `the column ${name.text} comes twice`, cure: "leave one of them out" }];
    }
    given.add(name.upper);
    if (wanted.has(name.upper)) return [];
    const message = `the contract has no column ${name.text}`;
    return [{ offset: name.offset, message, cure: "leave it out, or add it to the contract's properties" }];
  });
  if (items.some(({ star }) => star)) return faults;
  const missing = columns.filter((name) => !given.has(name.toUpperCase()));
  const end = items.at(-1)?.words.at(-1)?.offset ?? 0;
  return [
    ...faults,
    ...missing.map((name) => ({
      offset: end,
      message: `the query gives no column ${name}`,
      cure: `write … AS ${name}, or remove it from the contract`,
    })),
  ];
}
