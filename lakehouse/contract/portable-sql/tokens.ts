/** A word keeps its spelling; `upper` is what it is compared by. */
export interface Token {
  readonly kind: "word" | "number" | "text" | "symbol" | "end";
  readonly text: string;
  readonly upper: string;
  readonly offset: number;
}

export interface TextFault {
  readonly message: string;
  readonly cure: string;
  readonly offset: number;
  /** Nothing behind it can be read. */
  readonly fatal: boolean;
}

const TOKEN =
  /(?<space>\s+|--[^\n]*|\/\*.*?\*\/)|(?<word>[A-Za-z_]\w*|(?<!\w)\{\w+\}(?!\w))|(?<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))|(?<text>'(?:[^'\\]|''|\\.)*')|(?<name>"[^"]*"|`[^`]*`)|(?<symbol><=|>=|<>|!=|\|\||==|\/\/|::|[-+*/%<>=().,;])/suy;

/** Signs that only one of the engines knows, or each in its own way. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  // A name is put into its place.
  [/^\{\w+\}/u, "put spaces around it"],
  [/^[[\]{}]/u, "lists and maps are written in two ways; compare fields inside them with a rule of their own"],
  [/^\.?\d/u, "write the number in decimal digits, and a space after it"],
  [/^#/u, "begin the comment with --"],
  [/^[@?$:]/u, "write the value itself"],
  [/^[&|^~]|^<<|^>>/u, "bits are not compared in portable SQL"],
  [/^->|^=>/u, "remove the lambda or the named argument"],
  [/^["'`]/u, "close the quote"],
];

/** The words of a query, and what is wrong with their spelling alone. */
export function tokensOf(query: string): { tokens: Token[]; faults: TextFault[] } {
  const tokens: Token[] = [];
  const faults: TextFault[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < query.length) {
    const groups = TOKEN.exec(query)?.groups;
    if (!groups) {
      const rest = query.slice(at);
      const cure = SIGNS.find(([sign]) => sign.test(rest))?.[1] ?? "remove it";
      faults.push({ message: `${[...rest][0]} is no portable SQL`, cure, offset: at, fatal: true });
      break;
    }
    const [kind = "", text = ""] = Object.entries(groups).find(([, value]) => value !== undefined) ?? [];
    if (kind === "text") faults.push(...textFaults(text, at));
    if (kind === "name") faults.push(nameFault(text, at));
    if (kind !== "space") {
      tokens.push({
        kind: kind === "name" ? "word" : (kind as Token["kind"]),
        text,
        upper: text.toUpperCase(),
        offset: at,
      });
    }
    at = TOKEN.lastIndex;
  }
  tokens.push({ kind: "end", text: "", upper: "", offset: at });
  return { tokens, faults };
}

function nameFault(text: string, offset: number): TextFault {
  const inner = text.slice(1, -1);
  const message = text.startsWith("`")
    ? "DuckDB knows no backquotes"
    : `${text} is a text in BigQuery and a name in DuckDB`;
  const cure = /^[A-Za-z_]\w*$/.test(inner)
    ? `write ${inner} for the column, '${inner}' for the text`
    : "write '…' for a text";
  return { message, cure, offset, fatal: false };
}

/** Backslashes escape in BigQuery only, doubled quotes and line ends are allowed in DuckDB only. */
function textFaults(text: string, offset: number): TextFault[] {
  const inner = text.slice(1, -1);
  const fault = (message: string, cure: string) => [{ message, cure, offset, fatal: false }];
  if (inner.includes("\\"))
    return fault("BigQuery reads a backslash in a text as an escape", "write it as CHR(92) || …");
  if (inner.includes("'"))
    return fault("BigQuery does not know '' inside a text", "write it as 'it' || CHR(39) || 's'");
  if (/[\r\n]/.test(inner)) return fault("BigQuery wants a text on one line", "write the line end as CHR(10) || …");
  return [];
}
