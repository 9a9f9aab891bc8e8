// Shapes of a picture that is made of boxes and arrows.

export type Look = "actor" | "run" | "store" | "band" | "absent";

export interface Box {
  readonly look: Look;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** Small boxes below the lines, each with one word. */
  readonly chips?: readonly string[];
}

export interface Arrow {
  /** From the first to the last, in straight lines. */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly label: string;
  /** Where the label begins. */
  readonly at: readonly [x: number, y: number];
}

export interface Picture {
  readonly title: string;
  readonly subtitle: string;
  readonly width: number;
  readonly height: number;
  /** What lies in the network, with its caption at its foot. */
  readonly network: Pick<Box, "x" | "y" | "width" | "height" | "title">;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const STYLE = `
    text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-size: 13px; fill: #37404d }
    .head { font-size: 20px; font-weight: 600; fill: #1b222c }
    .title { font-size: 14px; font-weight: 600; fill: #1b222c }
    .label { font-size: 12px; fill: #5a6472 }
    .chip-text { font-size: 12px }
    .ground { fill: #fbfaf7 }
    .box { stroke-width: 1.5 }
    .actor { fill: #eaf1fe; stroke: #6289d4 }
    .run { fill: #fff3dd; stroke: #c98f2c }
    .store { fill: #e8f5ec; stroke: #4c9a66 }
    .band { fill: #f1efe9; stroke: #b5afa3 }
    .absent { fill: none; stroke: #b5afa3; stroke-dasharray: 3 4 }
    .chip { fill: #ffffff; stroke: #4c9a66 }
    .network { fill: #f3f5f8; stroke: #7d8794; stroke-width: 1.5; stroke-dasharray: 7 5 }
    .arrow { fill: none; stroke: #5a6472; stroke-width: 1.5 }
    .tip { fill: #5a6472 }
    @media (prefers-color-scheme: dark) {
      text { fill: #c6cdd7 }
      .head, .title { fill: #f0f3f7 }
      .label { fill: #a3adba }
      .ground { fill: #15191f }
      .actor { fill: #1d2b45; stroke: #6f95dd }
      .run { fill: #3a2d14; stroke: #d3a04a }
      .store { fill: #16301f; stroke: #5aa975 }
      .band { fill: #20252c; stroke: #5d6672 }
      .absent { stroke: #5d6672 }
      .chip { fill: #15191f; stroke: #5aa975 }
      .network { fill: #1a1f26; stroke: #717c8a }
      .arrow { stroke: #a3adba }
      .tip { fill: #a3adba }
    }`;

export const PADDING = 12;
const LINE = 18;
const TITLE = 24;
const CHIP = { height: 20, gap: 6, padding: 8 } as const;
/** Pixels, as STYLE has them. */
export const SIZES = { title: 14, line: 13, label: 12, chip: 12 } as const;

export function svgOf({ title, subtitle, width, height, network, boxes, arrows }: Picture): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
  <title id="title">${escaped(title)}</title>
  <style>${STYLE}
  </style>
  <defs>
    <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
      <path class="tip" d="M0 0 10 5 0 10z"/>
    </marker>
  </defs>
  <rect class="ground" width="${width}" height="${height}" rx="10"/>
  ${textAt(24, 40, title, "head")}
  ${textAt(24, 62, subtitle, "label")}
  ${rect("network", network)}
  ${textAt(network.x + PADDING, network.y + network.height - 10, network.title, "label")}
${[...arrows.map(arrowSvg), ...boxes.map(boxSvg)].join("\n")}
</svg>
`;
}

function boxSvg(box: Box): string {
  const { x, y, look, title, lines } = box;
  const shapes = [
    rect(`box ${look}`, box),
    textAt(x + PADDING, y + TITLE - 2, title, "title"),
    ...lines.map((line, index) => textAt(x + PADDING, y + TITLE + LINE * (index + 1) - 2, line, "line")),
    ...chipsSvg(box),
  ];
  return `  <g>\n    ${shapes.join("\n    ")}\n  </g>`;
}

function chipsSvg(box: Box): string[] {
  return chipsOf(box).flatMap(({ word, ...at }) => [
    rect("chip", at),
    textAt(at.x + CHIP.padding, at.y + 14, word, "chip-text"),
  ]);
}

interface Chip extends Pick<Box, "x" | "y" | "width" | "height"> {
  readonly word: string;
}

/** Side by side, and in a new row where they would leave the box. */
function chipsOf({ x, y, width, lines, chips = [] }: Box): readonly Chip[] {
  const placed: Chip[] = [];
  for (const word of chips) {
    const wide = Math.round(widthOf(word, SIZES.chip)) + 2 * CHIP.padding + 4;
    const last = placed.at(-1);
    const next = last
      ? { x: last.x + last.width + CHIP.gap, y: last.y }
      : { x: x + PADDING, y: y + TITLE + LINE * lines.length + 8 };
    const isOut = next.x + wide > x + width - PADDING;
    const at = isOut ? { x: x + PADDING, y: next.y + CHIP.height + CHIP.gap } : next;
    placed.push({ ...at, width: wide, height: CHIP.height, word });
  }
  return placed;
}

/** Lowest pixel of what stands in a box. */
export function footOf(box: Box): number {
  const text = box.y + TITLE + LINE * box.lines.length;
  return Math.max(text, ...chipsOf(box).map(({ y, height }) => y + height));
}

function arrowSvg({ points, label, at: [x, y] }: Arrow): string {
  const path = points.map(([left, top], index) => `${index === 0 ? "M" : "L"}${left} ${top}`).join(" ");
  return `  <path class="arrow" d="${path}" marker-end="url(#tip)"/>\n  ${textAt(x, y, label, "label")}`;
}

function rect(look: string, { x, y, width, height }: Pick<Box, "x" | "y" | "width" | "height">): string {
  return `<rect class="${look}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${look === "chip" ? 10 : 8}"/>`;
}

function textAt(x: number, y: number, text: string, look: string): string {
  return `<text class="${look}" x="${x}" y="${y}">${escaped(text)}</text>`;
}

/** About so many pixels in the broadest of the fonts; titles are bold. */
export function widthOf(text: string, fontSize: number): number {
  const broad = text.match(/[A-Zmw]/g)?.length ?? 0;
  return (text.length * (fontSize === SIZES.title ? 0.6 : 0.5) + broad * 0.2) * fontSize;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
