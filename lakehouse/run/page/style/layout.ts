export const layout = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1.5rem; }
body {
  margin: 0 auto; padding: 0 1.5rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 400 0.9375rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
header { padding: 3rem 0 0; }
header nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-top: 1.75rem; padding-bottom: 0.9rem; border-bottom: 1px solid var(--line); }
main > section { margin-top: 3.5rem; }
main > section > h2:first-child { margin-bottom: 1.25rem; }
.title { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; }
footer { margin: 4rem 0 3rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8125rem; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1.25rem; }
.card, .rules, .scroll, .beside, .call { background: var(--surface); border: 1px solid var(--line); border-radius: 0.75rem; }
.card { padding: 1.25rem 1.375rem 1.125rem; display: flex; flex-direction: column; align-items: flex-start; }
.card .sentence { margin: 0.125rem 0 1.25rem; color: var(--muted); }
.card > :last-child { margin-top: auto; margin-bottom: 0; width: 100%; }
.figure { color: var(--muted); font-size: 0.8125rem; }
.figure b { color: var(--ink); font-size: 1.875rem; font-weight: 650; letter-spacing: -0.02em; line-height: 1.15; }
.facts { margin: 0.125rem 0 1.25rem; }

.beside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; padding: 1.25rem 1.375rem; }
@media (min-width: 64rem) { .beside { grid-template-columns: minmax(0, 1fr) 17.5rem; gap: 2.5rem; } }

.call { border-left: 4px solid var(--tone); padding: 1rem 1.25rem; margin: 0 0 1rem; }
.call p { margin: 0.5rem 0 0; }
.commands { margin: 0.75rem 0 0; padding: 0.625rem 0.875rem; border-radius: 0.5rem; background: var(--page); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.commands code { display: block; user-select: all; padding: 0.125rem 0; }

@media (max-width: 40rem) {
  body { padding: 0 1rem; }
  header { padding-top: 2rem; }
  main > section { margin-top: 2.75rem; }
  .beside, .card { padding: 1rem; }
}
@media print {
  body { max-width: none; }
  .card, .rules > li, tr { break-inside: avoid; }
}
`;
