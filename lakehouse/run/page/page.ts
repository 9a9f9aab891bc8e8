import { cards, healthPill, verdict } from "./cards.ts";
import { tileKinds } from "./chart/tiles.ts";
import { checksOf } from "./checks.ts";
import { dropsOf } from "./drops.ts";
import { mailsOf } from "./mails.ts";
import { type Markup, made, markup, prose } from "./markup.ts";
import { perDay } from "./per-day.ts";
import { publicationsOf } from "./publications.ts";
import { failedRules } from "./rules.ts";
import type { DatasetState, PageState } from "./state.ts";
import { style } from "./style.ts";
import { unusualSection } from "./unusual.ts";
import { anchor, minuteOf } from "./words.ts";

/** Nothing is loaded and nothing runs, whatever a value may hold. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The report page as one file: no script, nothing to load, light and dark, for a phone too.
 * Rejects with `ChartsMissing` where the drawing library is not installed.
 */
export async function pageHtml(state: PageState): Promise<string> {
  const datasets = await Promise.all(state.datasets.map(datasetSection));
  const title = `${state.title} · ${state.environment}`;
  return String(markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${made(policy)}"><meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<title>${title}</title><style>${made(style)}</style></head><body>
${header(state)}
<main><section id="state"><h2>State</h2>${await cards(state.datasets, state.derived)}${state.datasets.length > 0 && tileLegend}</section>
${datasets}${state.derived.map(unusualSection)}${
  state.checks.length > 0 &&
  markup`
<section id="checks"><h2>Checks after publication</h2>${checksOf(state.checks)}</section>`
}
<section id="mails"><h2>Mails</h2>${mailsOf(state.mails)}</section></main>
<footer><p>Times are UTC. Sample values are masked where the contract classifies their column, and are without what looks like a secret or a person.</p></footer>
</body></html>
`);
}

const logo = made(
  '<svg class="logo" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 3v18M20 3v18M8 3h8v9H8z"/><path class="water" d="M7 16.5c1.7 0 1.7 1 3.3 1s1.7-1 3.4-1 1.7 1 3.3 1M7 20.5c1.7 0 1.7 1 3.3 1s1.7-1 3.4-1 1.7 1 3.3 1"/></svg>',
);

function header({ title, environment, madeAt, datasets, derived, checks }: PageState): Markup {
  const links = datasets.map(({ name, title }) => markup`<a href="#${anchor(name)}">${title}</a>`);
  const pictures = derived.flatMap(({ name, title, unusual }) =>
    unusual ? [markup`<a href="#${anchor(name)}-days">${title}</a>`] : [],
  );
  return markup`<header><p class="brand">${logo}Sluice <span class="environment">${environment}</span></p>
<h1>${title}</h1><p class="lead">${verdict([...datasets, ...derived])}</p>
<p class="quiet">Made <time datetime="${madeAt}">${minuteOf(madeAt)}</time> UTC</p>
<nav aria-label="Sections"><a href="#state">State</a>${links}${pictures}${checks.length > 0 && markup`<a href="#checks">Checks after publication</a>`}<a href="#mails">Mails</a></nav></header>`;
}

const tileLegend = markup`<p class="legend">A tile is a day: ${tileKinds.map(
  ({ kind, words }) => markup`<span><i class="swatch tile-${kind}"></i>${words}</span>`,
)}</p>`;

async function datasetSection(dataset: DatasetState): Promise<Markup> {
  const { name, title, description, owner, health } = dataset;
  return markup`<section id="${anchor(name)}"><div class="title"><h2>${title}</h2>${healthPill(health)}</div>
<p class="about">${description !== null && prose(description)}</p>
<p class="quiet"><code>${name}</code>${owner !== null && markup` · owned by ${owner}`}</p>
<h3>Rows per day</h3>${await perDay(dataset)}
<h3>Rules that rows failed</h3>${await failedRules(dataset)}
<h3>Drops</h3>${dropsOf(dataset)}
<h3>Publications</h3>${publicationsOf(dataset.publications)}</section>
`;
}
