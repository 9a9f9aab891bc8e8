export const charts = `
figure { margin: 0; }
figure + figure { margin-top: 1rem; }
.beside figcaption { color: var(--muted); font-size: 0.8125rem; margin-bottom: 0.5rem; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart.wide { display: none; }
@media (min-width: 44rem) {
  .chart.wide { display: block; }
  .chart.narrow { display: none; }
}
svg path[fill=transparent]:hover { fill: var(--ink); fill-opacity: 0.07; }

.strip { width: 100%; min-width: 0; }
.strip svg { display: block; width: 100%; }
.strip .tiles { height: 1.375rem; border-radius: 0.25rem; }
.strip .bars { height: 2.25rem; border-bottom: 1px solid var(--line); }
.strip figcaption { display: flex; justify-content: space-between; gap: 1rem; color: var(--muted); font-size: 0.75rem; margin-top: 0.25rem; }

.swatch { display: inline-block; width: 0.6875rem; height: 0.6875rem; border-radius: 0.1875rem; margin-right: 0.5rem; }
.swatch.loaded { background: var(--loaded); }
.swatch.undivided { background: var(--undivided); }
.swatch.waiting { background: var(--waiting); }
.swatch.quarantined { background: var(--quarantined); }
.swatch.duplicates { background: var(--duplicates); }
.swatch.tile-none { background: var(--tile-none); }
.swatch.tile-published { background: var(--tile-published); }
.swatch.tile-working { background: var(--tile-working); }
.swatch.tile-refused { background: var(--tile-refused); }
.swatch.tile-held { background: var(--tile-held); }
.legend { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin-top: 0.875rem; color: var(--muted); font-size: 0.8125rem; }
.legend .swatch { margin-right: 0.375rem; }

.sums { margin: 0; }
.sums div { display: grid; grid-template-columns: 1fr auto 4.25rem; align-items: baseline; padding: 0.375rem 0; border-top: 1px solid var(--grid); }
.sums .total { border-top: 0; font-weight: 600; }
.sums dd { margin: 0; text-align: right; }
.sums .share { color: var(--muted); font-size: 0.8125rem; }
.balance { color: var(--muted); font-size: 0.8125rem; line-height: 1.5; padding-top: 0.625rem; }
.sums + .balance { border-top: 1px solid var(--line); }
.conflict { margin-top: 0.625rem; padding: 0.5rem 0.75rem; border-radius: 0.5rem; background: var(--bad-tint); color: var(--bad); font-weight: 550; }

.rules { list-style: none; margin: 0 0 0.75rem; padding: 0 1.375rem; }
.rules > li { padding: 1.25rem 0; }
.rules > li + li { border-top: 1px solid var(--line); }
.rule { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.75rem 1.5rem; align-items: start; }
.rule .strip { grid-column: 1 / -1; order: 1; }
.count { text-align: right; white-space: nowrap; }
.count b { display: block; font-size: 1.125rem; line-height: 1.3; }
.what h4 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.625rem; }
@media (min-width: 56rem) {
  .rule { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr) 9.5rem; gap: 0 2rem; }
  .rule .strip { grid-column: auto; order: 0; }
}
@media (max-width: 40rem) {
  .rules { padding: 0 1rem; }
  .count .quiet { display: inline-block; max-width: 5.5rem; white-space: normal; line-height: 1.4; }
}
.samples { margin-top: 0.875rem; padding-left: 0.875rem; border-left: 2px solid var(--line); }
.samples ul { list-style: none; margin: 0.25rem 0 0; padding: 0; }
.samples li { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding: 0.1875rem 0; font-size: 0.8125rem; }
.samples .value { min-width: min(100%, 20rem); }
.samples .path, .samples .place, .samples .null { color: var(--muted); }
`;
