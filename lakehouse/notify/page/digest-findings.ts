import type { CheckNote, Note } from "../message.ts";
import type { Section } from "../page.ts";
import { countOf } from "../words/numbers.ts";
import { saidBefore, say } from "../words/say.ts";
import { fileOf } from "./names.ts";
import { publicationWords } from "./published.ts";

const SHOWN = 15;

/** Each finding once, with the latest measure and in how many drops it was seen. */
export function findingSections(notes: readonly Note[]): Section[] {
  const seen = notes.flatMap((note) => note.findings.map((finding) => ({ note, finding })));
  const groups = [...Map.groupBy(seen, ({ finding }) => finding.id).values()];
  const rank = { error: 0, warning: 1, info: 2 } as const;
  groups.sort((a, b) => {
    const [one, other] = [a[0]?.finding.severity ?? "info", b[0]?.finding.severity ?? "info"];
    return rank[one] - rank[other] || b.length - a.length;
  });
  if (groups.length === 0) return [];
  const left = groups.length - SHOWN;
  return [
    {
      kind: "findings",
      title: say`What was seen`,
      more: left > 0 ? say`and ${countOf(left, "more", "more")}` : null,
      findings: groups.slice(0, SHOWN).flatMap((group) => {
        const last = group.at(-1);
        if (!last) return [];
        const { id, severity, description, measured, allowed } = last.finding;
        return [
          {
            severity,
            id: saidBefore(id),
            description: saidBefore(description),
            measured: saidBefore(measured),
            share: null,
            details: [
              ...(allowed === "" ? [] : [say`allowed: ${saidBefore(allowed)}`]),
              group.length > 1
                ? say`in ${group.length} drops; measured in the latest`
                : say`in ${saidBefore(fileOf(last.note.name))}`,
            ],
            trend: null,
            impact: null,
            samples: [],
          },
        ];
      }),
    },
  ];
}

/** Each check after publication once, as it was measured last. */
export function checkSections(notes: readonly CheckNote[]): Section[] {
  const groups = [...Map.groupBy(notes, ({ id }) => id).values()];
  if (groups.length === 0) return [];
  const left = groups.length - SHOWN;
  return [
    {
      kind: "findings",
      title: say`Checks after publication`,
      more: left > 0 ? say`and ${countOf(left, "more", "more")}` : null,
      findings: groups.slice(0, SHOWN).flatMap((group) => {
        const last = group.at(-1);
        if (!last) return [];
        const publications = [...new Set(group.flatMap((note) => note.publications))].sort((a, b) => a - b);
        return [
          {
            severity: last.severity,
            id: saidBefore(last.id),
            description: saidBefore(last.description),
            measured: saidBefore(last.measured),
            share: null,
            details: [
              say`allowed: ${saidBefore(last.allowed)}`,
              say`${publicationWords(publications)}${publications.length > 1 ? "; measured after the latest" : ""}`,
            ],
            trend: null,
            impact: null,
            samples: [],
          },
        ];
      }),
    },
  ];
}
