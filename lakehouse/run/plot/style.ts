// Colours of the pictures: the page takes them from its own variables, a picture that stands alone brings them along.

const light =
  "--page: #ffffff; --ink: #14191d; --muted: #59646d; --line: #c9d1d5; --grid: #e6eaec; --bar: #a9c6d4; --bar-dim: #dde3e5; --line-ink: #17607f; --late: #d98324; --few: #cf4a3c; --late-few: #8b4fc2;";
const dark =
  "--page: #161b1e; --ink: #e6ebee; --muted: #9ba8b1; --line: #3a454b; --grid: #252c30; --bar: #3b6478; --bar-dim: #2a3237; --line-ink: #7cc4e2; --late: #e39848; --few: #ec6a5c; --late-few: #b98cec;";

export const plotStyle = `
.plot { ${light} }
@media (prefers-color-scheme: dark) { .plot { ${dark} } }
.plot text { fill: var(--muted); font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; font-variant-numeric: tabular-nums; stroke: none; }
.plot .day { fill: var(--ink); font-weight: 600; }
.plot .name { fill: var(--ink); font-size: 15px; font-weight: 650; }
.plot .grid { stroke: var(--grid); fill: none; }
.plot .zero { stroke: var(--line); fill: none; }
.plot .bar { fill: var(--bar); }
.plot .insufficient-volume { fill: var(--bar-dim); }
.plot .delay { fill: var(--late); }
.plot .volume { fill: var(--few); }
.plot .both { fill: var(--late-few); }
.plot .band { opacity: 0.16; }
.plot .dot { stroke: var(--page); stroke-width: 1; }
.plot .expected-flights { fill: none; stroke: var(--muted); stroke-width: 1; opacity: 0.75; }
.plot .expected-delay { fill: none; stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; opacity: 0.75; }
.plot .delay-line { fill: none; stroke: var(--line-ink); stroke-width: 1.4; stroke-linejoin: round; stroke-linecap: round; }
.plot .tip { fill: transparent; }
.plot .tip:hover { fill: var(--ink); fill-opacity: 0.07; }
.plot .key { stroke: none; }
`;
