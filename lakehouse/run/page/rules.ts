import { grouped } from "../view/numbers.ts";
import { barsSpec } from "./chart/bars.ts";
import { axisDays } from "./chart/days.ts";
import { draw } from "./chart/draw.ts";
import { type Markup, markup, prose } from "./markup.ts";
import { samplesOf } from "./samples.ts";
import type { DatasetState, FailureState, RuleState } from "./state.ts";
import { counted, dayOf } from "./words.ts";

const gravity = { error: 0, warning: 1, info: 2 } as const;

interface Failing {
  readonly rule: RuleState;
  /** Failing rows by day. */
  readonly days: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Rules that rows failed, errors first, the most frequent first, each over the same days. */
export async function failedRules(dataset: DatasetState): Promise<Markup> {
  const failing = dataset.rules.map((rule) => failuresOf(rule, dataset.failures)).filter(({ total }) => total > 0);
  if (failing.length === 0) return markup`<p class="empty">No row has failed a rule.</p>`;
  failing.sort((a, b) => gravity[a.rule.severity] - gravity[b.rule.severity] || b.total - a.total);
  const axis = axisDays([...dataset.days, ...dataset.failures].map(({ day }) => day));
  const items = await Promise.all(failing.map((one) => item(one, axis)));
  const others = dataset.rules.length - failing.length;
  return markup`<ul class="rules">${items}</ul>
${others > 0 && markup`<p class="quiet">${counted(others, "other rule holds", "other rules hold")} in every row.</p>`}`;
}

function failuresOf(rule: RuleState, failures: readonly FailureState[]): Failing {
  const days = new Map<string, number>();
  for (const { day, rule: id, failed } of failures) {
    if (id === rule.id && failed > 0) days.set(day, (days.get(day) ?? 0) + failed);
  }
  return { rule, days, total: [...days.values()].reduce((sum, failed) => sum + failed, 0) };
}

async function item({ rule, days, total }: Failing, axis: readonly string[]): Promise<Markup> {
  return markup`<li><div class="rule"><div class="what"><h4><code>${rule.id}</code> <span class="severity ${rule.severity}">${rule.severity}</span></h4>
<p>${prose(rule.description)}</p>
${rule.businessImpact !== null && markup`<p class="quiet">${prose(rule.businessImpact)}</p>`}
${rule.notes.map((note) => markup`<p class="quiet">${prose(note)}</p>`)}</div>
${await strip(rule, days, axis)}
<p class="count"><b>${grouped(total)}</b> <span class="quiet">${total === 1 ? "failure" : "failures"} on\u00a0${counted(days.size, "day").replace(" ", "\u00a0")}</span></p></div>
${samplesOf(rule)}</li>`;
}

async function strip(rule: RuleState, days: ReadonlyMap<string, number>, axis: readonly string[]): Promise<Markup> {
  const [worstDay, most] = [...days].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
  // A single failing row must be seen beside a day of thousands: the least bar has some height.
  const values = [...days].map(([day, failed]) => ({ day, kind: "failed", value: Math.max(failed, most * 0.08) }));
  const picture = await draw(
    barsSpec({
      days: axis,
      kinds: [{ kind: "failed", colour: `var(--${rule.severity})` }],
      values,
      notes: new Map([...days].map(([day, failed]) => [day, `${dayOf(day)}: ${grouped(failed)}`])),
      width: 400,
      height: 36,
      frame: "bare",
    }),
    {
      title: "Failures per day",
      description: `From ${axis[0]} to ${axis.at(-1)}, most on ${worstDay}: ${grouped(most)}.`,
      className: "bars",
      stretch: true,
    },
  );
  return markup`<figure class="strip">${picture}<figcaption><span>${dayOf(axis[0] ?? "")}</span><span>most on ${dayOf(worstDay)}: ${grouped(most)}</span><span>${dayOf(axis.at(-1) ?? "")}</span></figcaption></figure>`;
}
