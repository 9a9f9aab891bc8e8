import { html } from "hono/html";
import type { Page } from "../page.ts";
import { CAP_NOTICE_PLACE } from "./cap-notice.ts";
import { countsMarkup } from "./html-counts.ts";
import { findingsMarkup } from "./html-findings.ts";
import { sectionMarkup } from "./html-sections.ts";
import { LOOK, pillLook, stateLook, wordLook } from "./look.ts";
import { subjectLine } from "./subject.ts";

/** What the template tag makes: markup in which every value was escaped. */
export type Markup = ReturnType<typeof html>;

/** One card, at most 640 pixels wide; no image, no script, nothing from elsewhere. */
export function renderHtml(page: Page): string {
  const { tone, tag, tagTone, dataset, days, about, state, news, counts, sections, foot } = page;
  const markup = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${subjectLine(page)}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .cell { padding-left: 16px !important; padding-right: 16px !important; }
  .found { display: block !important; padding: 2px 0 0 !important; text-align: left !important; }
  .rule { display: block !important; }
}
@media (prefers-color-scheme: dark) {
  .page, .frame { background-color: #0e1217 !important; }
  .card { background-color: #171c23 !important; border-color: #2c343f !important; }
  .ink { color: #e8edf3 !important; }
  .muted { color: #a3afbd !important; }
  .line { border-color: #2c343f !important; }
  .soft { background-color: #1f262f !important; border-color: #2c343f !important; }
  .foot { background-color: #13181e !important; border-color: #2c343f !important; color: #a3afbd !important; }
  .link { color: #8ab8ff !important; }
  .bad { color: #ffb0a8 !important; }
  .warn { color: #f7cd82 !important; }
  .good { color: #86e0ad !important; }
  .on-bad { background-color: #3a1b1a !important; border-color: #e5534b !important; }
  .on-warn { background-color: #362910 !important; border-color: #d69e2e !important; }
  .on-good { background-color: #12301f !important; border-color: #2f9e60 !important; }
}
</style>
</head>
<body class="page" style="${LOOK.page}">
<table role="presentation" class="frame" style="${LOOK.frame}"><tr><td align="center" style="${LOOK.margin}">
<table role="presentation" class="card" style="${LOOK.card}">
<tr><td class="cell" style="${LOOK.cell}">
<span class="${tagTone} on-${tagTone}" style="${pillLook(tagTone)}">${tag}</span>
<h1 class="ink" style="${LOOK.name}">${dataset.said}${days.said === "" ? "" : html` <span class="muted" style="${LOOK.days}">${days.said}</span>`}</h1>
<p class="muted" style="${LOOK.about}">${about.map(({ said }) => said).join(" · ")}</p>
</td></tr>${CAP_NOTICE_PLACE}
<tr><td class="cell" style="${LOOK.cell}">
<table role="presentation" style="${LOOK.plain}"><tr><td class="on-${tone}" style="${stateLook(tone)}">
<p class="${tone}" style="${wordLook(tone)}">${state.word.said}</p>
<p class="ink" style="${LOOK.text}">${state.meaning.said}</p>
${news ? html`<p class="muted" style="${LOOK.muted}">${news.said}</p>` : ""}
</td></tr></table>
</td></tr>
${counts ? row(countsMarkup(counts)) : ""}
${sections.map((section) => row(section.kind === "findings" ? findingsMarkup(section) : sectionMarkup(section)))}
<tr><td style="padding:0 0 20px;font-size:0;line-height:0">&nbsp;</td></tr>
<tr><td class="cell foot line" style="${LOOK.foot}">${foot.map(({ said }, index) => html`${index > 0 ? html`<br>` : ""}${said}`)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
  return String(markup);
}

function row(inside: Markup): Markup {
  return html`<tr><td class="cell" style="${LOOK.cell}">${inside}</td></tr>`;
}
