import type { StringFormat } from "../../contract/field.ts";
import { quoteText } from "../quote.ts";

/** RE2 texts that a whole value must match; the meaning of each in words is in docs/rules.md. */
const PATTERNS = {
  uuid: "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
  email:
    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
  uri: "[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]+",
  ipv4: "((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])",
  ipv6: ipv6Pattern(),
  hostname: "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
  byte: "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
} as const satisfies Partial<Record<StringFormat, string>>;

/** True where a text is not of the format; null where the format asks nothing of the text (`binary`, `password`). */
export function formatFails(format: StringFormat | "f32", ref: string): string | null {
  if (format === "f32") return `abs(${ref}) > 3.4028234663852886e38 AND isfinite(${ref})`;
  if (format === "binary" || format === "password") return null;
  const mismatch = `NOT regexp_full_match(${ref}, ${quoteText(PATTERNS[format])})`;
  return format === "hostname" ? `(${mismatch} OR length(${ref}) > 253)` : mismatch;
}

/** Eight groups, or fewer with one `::`; the last two groups may be written as IPv4. */
function ipv6Pattern(): string {
  const group = "[0-9a-fA-F]{1,4}";
  const tail = `(${group}:${group}|((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]))`;
  const forms = [`(${group}:){6}${tail}`];
  for (let left = 0; left <= 5; left++) {
    const head = left === 0 ? "" : `(${group}(:${group}){0,${left - 1}})?`;
    forms.push(`${head}::(${group}:){${5 - left}}${tail}`);
  }
  forms.push(`(${group}(:${group}){0,5})?::${group}`, `(${group}(:${group}){0,6})?::`);
  return `(${forms.join("|")})`;
}
