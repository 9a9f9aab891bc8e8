import { html } from "hono/html";
import type { CommandView, DropView, Section } from "../page.ts";
import type { Said } from "../words/say.ts";
import type { Markup } from "./html.ts";
import { LOOK, pillLook } from "./look.ts";

export function sectionMarkup(section: Exclude<Section, { kind: "findings" }>): Markup {
  return html`<p class="muted" style="${LOOK.title}">${section.title.said}</p>
${contentMarkup(section)}`;
}

function contentMarkup(section: Exclude<Section, { kind: "findings" }>): Markup {
  switch (section.kind) {
    case "list":
      return listMarkup(section.items);
    case "drops":
      return dropsMarkup(section.drops, section.more);
    case "commands":
      return html`${section.commands.map(commandMarkup)}`;
    case "link":
      return html`<a class="link" href="${section.url}" style="${LOOK.link}">${section.url}</a>`;
  }
}

function listMarkup(items: readonly Said[]): Markup {
  return html`<table role="presentation" style="${LOOK.plain}">
${items.map(
  ({ said }) =>
    html`<tr><td class="muted" style="${LOOK.dot}">•</td><td class="ink" style="${LOOK.bullet}">${said}</td></tr>`,
)}
</table>`;
}

function dropsMarkup(drops: readonly DropView[], more: Said | null): Markup {
  return html`<table style="${LOOK.plain}">
${drops.map(
  ({ tone, state, name, words }) => html`<tr>
<td class="line" style="${LOOK.item};${LOOK.pillCell}"><span class="${tone} on-${tone}" style="${pillLook(tone)}">${state.said}</span></td>
<td class="line" style="${LOOK.item}">
<p class="ink" style="${LOOK.object}">${name.said}</p>
${words.said === "" ? "" : html`<p class="muted" style="${LOOK.muted}">${words.said}</p>`}
</td></tr>`,
)}
</table>
${more ? html`<p class="muted" style="${LOOK.muted}">${more.said}</p>` : ""}`;
}

function commandMarkup({ purpose, lines }: CommandView): Markup {
  return html`<p class="ink" style="${LOOK.purpose}">${purpose.said}</p>
<pre class="soft ink" style="${LOOK.command}">${lines.map(({ said }) => said).join("\n")}</pre>`;
}
