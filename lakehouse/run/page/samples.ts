import { grouped } from "../view/numbers.ts";
import { type Markup, markup, shortened } from "./markup.ts";
import type { RuleState, SampleState } from "./state.ts";
import { counted, objectName } from "./words.ts";

const atOnce = 3;

/** Some values that failed, with the place where each can be found; classified ones came masked. */
export function samplesOf({ samples, masked }: RuleState): Markup | null {
  if (samples.length === 0) return null;
  const later = samples.slice(atOnce);
  const note = masked ? "Samples, masked; rows count from 0" : "Samples; rows count from 0";
  return markup`<div class="samples"><h5>${note}</h5><ul>${samples.slice(0, atOnce).map(sample)}</ul>
${later.length > 0 && markup`<details class="more"><summary>${counted(later.length, "more sample")}</summary><ul>${later.map(sample)}</ul></details>`}</div>`;
}

function sample({ drop, row, path, value }: SampleState): Markup {
  const shown =
    value === null ? markup`<span class="null">NULL</span>` : markup`<code>‘${shortened(value, 120)}’</code>`;
  return markup`<li><span class="value"><code class="path">${path}</code> ${shown}</span>
<span class="place">row ${grouped(row)} of ${objectName(drop)}</span></li>`;
}
