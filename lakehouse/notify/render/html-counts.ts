import { html } from "hono/html";
import type { Counts, Part } from "../page.ts";
import type { Markup } from "./html.ts";
import { barLook, LOOK } from "./look.ts";

/** A bar of the parts, and the parts as a sum. */
export function countsMarkup({ whole, parts, notes }: Counts): Markup {
  return html`<p class="muted" style="${LOOK.title}">Rows</p>
${bar(parts)}
<table style="${LOOK.plain}">
<tr><td class="ink" style="${LOOK.whole}">${whole.label.said}</td><td class="ink" style="${LOOK.wholeNumber}">${whole.number.said}</td><td></td></tr>
${parts.map(
  ({ label, number, share }, index) => html`<tr>
<td class="ink line" style="${LOOK.label}">${index === 0 ? "= " : "+ "}${label.said}</td>
<td class="ink line" style="${LOOK.number}">${number.said}</td>
<td class="muted line" style="${LOOK.share}">${share.said}</td>
</tr>`,
)}
</table>
${notes.map(({ said }) => html`<p class="muted" style="${LOOK.muted}">${said}</p>`)}`;
}

/** A part that is there is seen, however small. */
const LEAST = 1.2;

function bar(parts: readonly Part[]): Markup {
  const there = parts.filter(({ fraction }) => fraction > 0);
  const widths = there.map(({ fraction }) => Math.max(LEAST, fraction * 100));
  const sum = widths.reduce((total, width) => total + width, 0);
  return html`<table role="presentation" aria-hidden="true" style="${LOOK.plain};margin:0 0 12px;table-layout:fixed"><tr>
${there.map(({ tone }, index) => html`<td style="${barLook(tone, ((widths[index] ?? 0) / sum) * 100)}">&nbsp;</td>`)}
</tr></table>`;
}
