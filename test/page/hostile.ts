import type { PageState } from "../../lakehouse/run/page/state.ts";

const markup = `"'></style></title></svg><img src=x onerror="document.title='ran'"><script>document.title='ran'</script>`;
const order = "\u202edrawkcab\u2066\u200b\u0000";

/** Text as an attacker or a careless producer would write it, endless words included; and how it has to be shown. */
export const evil = { text: `${markup}${order}${"W".repeat(400)}`, shown: "\\u{202e}drawkcab\\u{2066}\\u{200b}\\0" };

/** Of a fixed set of words, or numbers, which no data can change to anything else. */
const ours = new Set(["state", "severity", "outcome", "measured", "allowed", "masked", "since", "madeAt"]);

/** The same state with every text that comes from outside made hostile; the page must look well all the same. */
export function hostile(state: PageState): PageState {
  return poison(state, "") as PageState;
}

function poison(value: unknown, key: string): unknown {
  if (typeof value === "string") return ours.has(key) ? value : evil.text;
  if (Array.isArray(value)) return value.map((part) => poison(part, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === "state" && typeof part === "object" ? part : poison(part, name),
    ]),
  );
}
