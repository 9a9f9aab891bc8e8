export const words = `
h1, h2, h3, h4, h5, p { margin: 0; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.5rem); font-weight: 650; letter-spacing: -0.025em; line-height: 1.15; margin: 1.25rem 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.5rem; font-weight: 650; letter-spacing: -0.015em; line-height: 1.25; }
h3 { font-size: 1.0625rem; font-weight: 600; margin: 2.5rem 0 0.75rem; }
.card h3 { font-size: 1.1875rem; margin: 0.75rem 0 0; }
h4 { font-size: 0.9375rem; font-weight: 600; }
h5 { font-size: 0.8125rem; font-weight: 500; color: var(--muted); }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; text-underline-offset: 0.2em; }
.card h3 a { color: inherit; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code, .key { font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.925em; }
code, bdi { unicode-bidi: isolate; }
.lead { font-size: 1.125rem; max-width: 44rem; }
.about { max-width: 44rem; margin: 0.375rem 0 0.125rem; }
.quiet, .empty { color: var(--muted); font-size: 0.8125rem; }
.empty { padding: 1rem 0; font-size: 0.9375rem; }
header .quiet { margin-top: 0.375rem; }

.brand { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; font-weight: 600; letter-spacing: 0.01em; }
.logo { width: 1.375rem; height: 1.375rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.logo .water { stroke: var(--loaded); }
.environment { margin-left: 0.25rem; padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--muted); font-size: 0.8125rem; font-weight: 500; }

.pill { display: inline-flex; align-items: center; gap: 0.3rem; padding: 0.0625rem 0.5625rem 0.0625rem 0.4375rem; border-radius: 1rem; background: var(--tint); color: var(--tone); font-size: 0.8125rem; font-weight: 550; white-space: nowrap; }
.pill svg { width: 0.875rem; height: 0.875rem; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.severity { color: var(--muted); font-size: 0.8125rem; font-weight: 400; }
.severity.error { color: var(--bad); }
.severity.warning { color: var(--warn); }

.reason { margin-top: 0.25rem; font-size: 0.8125rem; font-weight: 400; }
.reason .cure { color: var(--muted); }
.reason .cure::before { content: "→ "; }
.call .reason { font-size: 0.9375rem; }

details.more > summary { cursor: pointer; color: var(--link); font-size: 0.8125rem; font-weight: 500; padding: 0.625rem 0; width: fit-content; }
td details.more > summary, th details.more > summary { padding: 0.25rem 0 0; }
`;
