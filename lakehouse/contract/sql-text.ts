/** SQL with every literal, quoted name and comment blanked out, so that its words can be looked at; null if a quote stays open. */
function bareSql(sql: string): string | null {
  const bare = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*.*?\*\//gs, (part) =>
    /^['"`]/.test(part) ? "''" : " ",
  );
  return /(?:^|[^'])'(?!')|["`]|\/\*/.test(bare.replaceAll("''", " ")) ? null : bare;
}

/** Why a text is no single row expression; null if it looks like one (the engine binds it later). */
export function expressionFault(sql: string): string | null {
  const bare = bareSql(sql);
  if (sql.trim() === "") return "the expression is empty";
  if (bare === null) return "a quote or comment stays open";
  if (bare.includes(";")) return "the expression holds a ;";
  // FROM is also a word of functions: extract(year FROM t), trim(both FROM t), a IS DISTINCT FROM b.
  const plain = bare.replace(/\bdistinct\s+from\b|\b(extract|trim|substring|overlay)\s*\([^()]*\bfrom\b/gi, " ");
  if (/\b(select|from)\b/i.test(plain)) return "the expression holds a subquery";
  return balanced(bare) ? null : "brackets do not match";
}

/** Why a text is no single query over {object}; null if it looks like one. */
export function queryFault(sql: string): string | null {
  const bare = bareSql(sql);
  if (sql.trim() === "") return "the query is empty";
  if (bare === null) return "a quote or comment stays open";
  if (bare.trim().replace(/;\s*$/, "").includes(";")) return "there is more than one statement";
  if (!/^\s*\(*\s*(select|with)\b/i.test(bare)) return "a query starts with SELECT or WITH";
  return balanced(bare) ? null : "brackets do not match";
}

function balanced(bare: string): boolean {
  let depth = 0;
  for (const character of bare) {
    if (character === "(") depth++;
    if (character === ")" && --depth < 0) return false;
  }
  return depth === 0;
}
