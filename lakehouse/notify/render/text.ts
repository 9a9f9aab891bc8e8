import { columnsOf } from "../../plan/words-width.ts";
import type { Count, Counts, FindingView, Page, Section } from "../page.ts";
import type { Said } from "../words/say.ts";
import { COLUMNS, padded, wrapped } from "./wrap.ts";

/** Plain text that is read alone: the same as the HTML says, in the same order. */
export function renderText(page: Page): string {
  const { tag, dataset, days, about, state, news, counts, sections, foot } = page;
  const blocks = [
    [...wrapped(`${tag}: ${dataset.said} ${days.said}`), ...wrapped(about.map(({ said }) => said).join(" · "))],
    [state.word.said, ...wrapped(state.meaning.said), ...(news ? wrapped(news.said) : [])],
    ...(counts ? [countLines(counts)] : []),
    ...sections.map(sectionLines),
    ["-- ", ...foot.flatMap(({ said }) => wrapped(said))],
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading(title: Said): string {
  return title.said.toUpperCase();
}

function countLines({ whole, parts, notes }: Counts): string[] {
  const all = [whole, ...parts];
  const label = Math.max(...all.map((count) => columnsOf(count.label.said)));
  const number = Math.max(...all.map((count) => columnsOf(count.number.said)));
  const line = (sign: string, count: Count, share = "") =>
    `  ${sign} ${padded(count.label.said, label)}  ${padded(count.number.said, number, "right")}${share}`;
  return [
    "ROWS",
    line(" ", whole),
    ...parts.map((part, index) => line(index === 0 ? "=" : "+", part, `  ${padded(part.share.said, 9, "right")}`)),
    ...notes.flatMap(({ said }) => wrapped(said, "  ")),
  ];
}

function sectionLines(section: Section): string[] {
  switch (section.kind) {
    case "findings":
      return [heading(section.title), ...section.findings.flatMap(findingLines), ...more(section.more)];
    case "list":
      return [heading(section.title), ...section.items.flatMap(({ said }) => wrapped(said, "  * ", "    "))];
    case "drops":
      return [
        heading(section.title),
        ...section.drops.flatMap(({ state, name, words }) => [
          ...wrapped(`${state.said.toUpperCase()}  ${name.said}`, "  ", "    "),
          ...(words.said === "" ? [] : wrapped(words.said, "    ")),
        ]),
        ...more(section.more),
      ];
    case "commands":
      return [
        heading(section.title),
        ...section.commands.flatMap(({ purpose, lines }) => [
          ...wrapped(`${purpose.said}:`, "  "),
          ...lines.map(({ said }) => `    ${said}`),
        ]),
      ];
    case "link":
      return [heading(section.title), `  ${section.url}`];
  }
}

function more(said: Said | null): string[] {
  return said ? wrapped(said.said, "  ") : [];
}

const SIGNS = { error: "ERROR", warning: "WARNING", info: "INFO" } as const;

function findingLines({
  severity,
  id,
  description,
  measured,
  share,
  details,
  trend,
  impact,
  samples,
}: FindingView): string[] {
  const found = [measured.said, ...(share ? [share.said] : [])].filter((word) => word !== "").join(", ");
  const head = `  ${SIGNS[severity]}  ${id.said}`;
  const gap = COLUMNS - columnsOf(head) - columnsOf(found);
  const place = Math.max(0, ...samples.map((sample) => columnsOf(sample.place.said)));
  return [
    ...(gap >= 2
      ? [`${head}${" ".repeat(gap)}${found}`.trimEnd()]
      : [...wrapped(head.trim(), "  ", "    "), ...wrapped(found, "    ")]),
    ...wrapped(description.said, "    "),
    ...(details.length > 0 ? wrapped(details.map(({ said }) => said).join("; "), "    ") : []),
    ...(trend ? wrapped(`${trend.line}  ${trend.words.said}`, "    ") : []),
    ...(impact ? wrapped(`matters: ${impact.said}`, "    ") : []),
    ...samples.flatMap((sample) => {
      const line = `      ${padded(sample.place.said, Math.min(place, 40))}  ${sample.value.said}`;
      return columnsOf(line) <= COLUMNS
        ? [line]
        : wrapped(`${sample.place.said}  ${sample.value.said}`, "      ", "        ");
    }),
  ];
}
