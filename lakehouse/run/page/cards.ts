import { grouped, share } from "../view/numbers.ts";
import { draw } from "./chart/draw.ts";
import { tilesSpec, worstByDay } from "./chart/tiles.ts";
import { type Markup, markup, prose } from "./markup.ts";
import type { DatasetState, DerivedState, Health } from "./state.ts";
import { anchor, counted, dayOf, healthTones, minuteOf, pill } from "./words.ts";

/** State of everything at a glance: a card each. */
export async function cards(datasets: readonly DatasetState[], derived: readonly DerivedState[]): Promise<Markup> {
  const made = [...(await Promise.all(datasets.map(datasetCard))), ...derived.map(derivedCard)];
  if (made.length === 0)
    return markup`<p class="empty">No dataset yet: put a contract into <code>contracts/</code>.</p>`;
  return markup`<div class="cards">${made}</div>`;
}

async function datasetCard(dataset: DatasetState): Promise<Markup> {
  const { sums } = dataset;
  return markup`<article class="card">${healthPill(dataset.health)}
<h3><a href="#${anchor(dataset.name)}">${dataset.title}</a></h3>
<p class="sentence">${prose(dataset.health.sentence)}</p>
${figure(sums.table ?? sums.loaded, sums.table === null ? "loaded" : "in the table")}
<p class="quiet facts">${[counted(dataset.drops.length, "drop"), `${grouped(sums.rowsIn)} rows in`, `${share(sums.quarantined, sums.rowsIn)} quarantined`].join(" · ")}</p>
${await tiles(dataset)}</article>`;
}

async function tiles({ drops, title }: DatasetState): Promise<Markup | null> {
  const worst = worstByDay(drops);
  const first = worst[0]?.day;
  const last = worst.at(-1)?.day;
  if (first === undefined || last === undefined) return markup`<p class="quiet">No drop has arrived yet.</p>`;
  const picture = await draw(tilesSpec(worst), {
    title: `Days of ${title}`,
    description: `One tile a day from ${first} to ${last}, by the gravest state of its drops; the table of drops has them all.`,
    className: "tiles",
    stretch: true,
  });
  return markup`<figure class="strip">${picture}<figcaption><span>${dayOf(first)}</span><span>${dayOf(last)}</span></figcaption></figure>`;
}

function derivedCard(table: DerivedState): Markup {
  const made = table.made === null ? "not made yet" : `made ${minuteOf(table.made)}`;
  const by = table.publication === null ? "" : `, publication ${grouped(table.publication)}`;
  return markup`<article class="card">${healthPill(table.health)}
<h3 id="${anchor(table.name)}">${table.title}</h3>
<p class="sentence">${prose(table.health.sentence)}</p>
${figure(table.rows, "in the table")}
<p class="quiet facts">${table.partitions !== null && `${counted(table.partitions, "partition")} · `}${made}${by}</p>
<p class="quiet">${table.description !== null && markup`${prose(table.description)} `}Derived from ${table.inputs.join(", ")}.</p></article>`;
}

function figure(rows: number, where: string): Markup {
  return markup`<p class="figure"><b>${grouped(rows)}</b> ${rows === 1 ? "row" : "rows"} ${where}</p>`;
}

export function healthPill({ state, since }: Health): Markup {
  return pill(healthTones[state], since === null ? state : `${state} since ${dayOf(since)}`);
}

/** What a reader wants first: whether anything needs them. */
export function verdict(things: readonly { readonly title: string; readonly health: Health }[]): string {
  const ill = things.filter(({ health }) => health.state !== "good");
  if (things.length === 0) return "Nothing is here yet.";
  if (ill.length === 0)
    return things.length === 1
      ? "The one dataset is good."
      : `All datasets are good: ${grouped(things.length)} of ${grouped(things.length)}.`;
  const names = ill.map(({ title, health }) => `${title} (${health.state})`).join(", ");
  return `${grouped(ill.length)} of ${counted(things.length, "dataset")} ${ill.length === 1 ? "needs" : "need"} attention: ${names}.`;
}
