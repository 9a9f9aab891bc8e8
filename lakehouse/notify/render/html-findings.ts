import { html } from "hono/html";
import type { FindingView, SampleView, Section, Tone } from "../page.ts";
import type { Markup } from "./html.ts";
import { LOOK, pillLook } from "./look.ts";

const TONES: Readonly<Record<FindingView["severity"], Tone>> = { error: "bad", warning: "warn", info: "good" };

export function findingsMarkup({ title, findings, more }: Extract<Section, { kind: "findings" }>): Markup {
  return html`<p class="muted" style="${LOOK.title}">${title.said}</p>
<table style="${LOOK.plain}">
${findings.map((finding) => html`<tr><td class="line" style="${LOOK.item}">${findingMarkup(finding)}</td></tr>`)}
</table>
${more ? html`<p class="muted" style="${LOOK.muted}">${more.said}</p>` : ""}`;
}

function findingMarkup({
  severity,
  id,
  description,
  measured,
  share,
  details,
  trend,
  impact,
  samples,
}: FindingView): Markup {
  const tone = TONES[severity];
  const found = [measured.said, ...(share ? [share.said] : [])].filter((word) => word !== "").join(" · ");
  return html`<table role="presentation" style="${LOOK.plain}"><tr>
<td class="rule" style="vertical-align:top"><span class="${tone} on-${tone}" style="${pillLook(tone)}">${severity}</span> <span class="ink" style="${LOOK.rule}">${id.said}</span></td>
${found === "" ? "" : html`<td class="found ink" style="${LOOK.found}">${found}</td>`}
</tr></table>
<p class="ink" style="${LOOK.text};margin-top:4px">${description.said}</p>
${details.length > 0 ? html`<p class="muted" style="${LOOK.muted}">${details.map(({ said }) => said).join(" · ")}</p>` : ""}
${trend ? html`<p class="muted" style="${LOOK.muted}"><span class="ink" aria-hidden="true" style="${LOOK.trend}">${trend.line}</span> &nbsp;${trend.words.said}</p>` : ""}
${impact ? html`<p class="muted" style="${LOOK.muted}">Why it matters: ${impact.said}</p>` : ""}
${samples.length > 0 ? samplesMarkup(samples) : ""}`;
}

function samplesMarkup(samples: readonly SampleView[]): Markup {
  return html`<table class="soft" style="${LOOK.samples}"><tr><td style="${LOOK.inside}"><table style="${LOOK.plain}">
${samples.map(
  ({ place, value }) =>
    html`<tr><td class="muted" style="${LOOK.place};width:30%">${place.said}</td><td class="ink" style="${LOOK.value}">${value.said}</td></tr>`,
)}
</table></td></tr></table>`;
}
