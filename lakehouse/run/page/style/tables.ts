// On a phone each row is a card: its first cell is the title, the others are lines with their column's name.

export const tables = `
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.625rem 0.75rem; text-align: left; vertical-align: top; font-weight: 400; }
th:first-child, td:first-child { padding-left: 1.375rem; }
th:last-child, td:last-child { padding-right: 1.375rem; }
thead th { color: var(--muted); font-size: 0.8125rem; font-weight: 500; white-space: nowrap; padding-top: 0.875rem; }
tbody tr { border-top: 1px solid var(--grid); }
.number { text-align: right; white-space: nowrap; }
td.short { white-space: nowrap; }
th.main { min-width: 16rem; }
.key { display: block; color: var(--muted); font-size: 0.75rem; }
.zero { color: var(--muted); }
.name span { display: inline-block; }
td { overflow-wrap: break-word; }
td.text { min-width: 7.5rem; }
.publication { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; }
.publication details[open] { flex-basis: 100%; }
.publication ul { margin: 0.25rem 0 0; padding: 0; list-style: none; color: var(--muted); font-size: 0.8125rem; }
details.more > .scroll { margin-bottom: 0.5rem; }

@media (max-width: 78rem) {
  th, td { padding-inline: 0.5rem; }
  th.main { min-width: 12rem; }
  td.text { min-width: 0; }
}
@media (max-width: 66rem) {
  .scroll { overflow-x: visible; }
  table, tbody, tr { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.75rem, 1fr)); align-items: baseline; gap: 0.125rem 1.5rem; padding: 0.875rem 1.375rem; }
  tbody tr:first-child { border-top: 0; }
  th.main { display: block; grid-column: 1 / -1; min-width: 0; padding: 0 0 0.25rem; }
  td { display: flex; justify-content: space-between; align-items: baseline; gap: 0.75rem; padding: 0.0625rem 0; white-space: normal; overflow-wrap: anywhere; }
  td:first-child, th:first-child { padding-left: 0; }
  td:last-child, th:last-child { padding-right: 0; }
  td::before { content: attr(data-label); color: var(--muted); font-size: 0.8125rem; }
  td.short { align-self: center; white-space: normal; }
  td.short::before { content: none; }
  td.text { grid-column: span 2; text-align: right; }
}
@media (max-width: 40rem) {
  tbody tr { padding: 0.875rem 1rem; }
  td.short + td.short { justify-content: flex-end; }
}
`;
