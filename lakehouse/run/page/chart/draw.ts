import type { TopLevelSpec } from "vega-lite";
import { type Markup, made, markup } from "../markup.ts";

/** The drawing library is a development dependency: only who makes the page needs it. */
export class ChartsMissing extends Error {
  override readonly name = "ChartsMissing";
}

export interface Caption {
  /** Read instead of the picture. */
  readonly title: string;
  readonly description: string;
  readonly className: string;
  /** Fills its box in both directions; only for pictures without text. */
  readonly stretch?: boolean;
}

/** The picture as SVG inside of HTML: nothing to load, nothing that runs, colours by the page's variables. */
export async function draw(spec: TopLevelSpec, caption: Caption): Promise<Markup> {
  const { vega, vegaLite } = await libraries();
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  const box = /viewBox="([\d. ]+)"/.exec(svg)?.[1] ?? "0 0 1 1";
  const inner = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"));
  const aspect = caption.stretch ? 'preserveAspectRatio="none"' : "";
  return markup`<svg class="${caption.className}" viewBox="${box}" ${made(aspect)} role="img"
><title>${caption.title}</title><desc>${caption.description}</desc>${made(slim(inner))}</svg>`;
}

/** Notes become titles, which browsers show at the pointer; what only a script would use goes. */
function slim(svg: string): string {
  return svg
    .replaceAll(/<path aria-label="([^"]*)"([^>]*)\/>/g, "<path$2><title>$1</title></path>")
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replaceAll(/ (?:(?:class|role|aria-[a-z]+|pointer-events|style)="[^"]*"|opacity="1"|stroke-width="1")/g, "")
    .replaceAll(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))
    .replaceAll("<g></g>", "");
}

type Libraries = Awaited<ReturnType<typeof load>>;
let loaded: Promise<Libraries> | undefined;

/** Once, however many pictures ask at a time. */
function libraries(): Promise<Libraries> {
  loaded ??= load();
  return loaded;
}

async function load() {
  try {
    const vega = await import("vega");
    return { vega, vegaLite: await import("vega-lite") };
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND")) throw cause;
    throw new ChartsMissing("the report page draws with vega and vega-lite; `npm install` brings them", { cause });
  }
}
