// Colours carry meaning and nothing else: water for what got through, ochre for what is quarantined, violet for what
// waits for a person, red for what is broken. Text on each tint has a contrast of at least 4.5 in both themes.

export const colours = `
:root {
  color-scheme: light dark;
  --page: #f5f7f7; --surface: #ffffff; --ink: #14191d; --muted: #59646d; --line: #dfe4e6; --grid: #e9edee; --link: #17607f;
  --loaded: #2f83a6; --undivided: #8fbfd3; --quarantined: #d98324; --duplicates: #a5b0b8; --waiting: #8b68c9;
  --error: #d4622a; --warning: #d9a024; --info: #a5b0b8;
  --tile-published: #55a883; --tile-working: #7db8d1; --tile-held: #8b68c9; --tile-refused: #cf4a3c; --tile-none: #dde3e5;
  --good: #1a6640; --good-tint: #e2f2e9; --calm: #4b565e; --calm-tint: #eaeef0; --active: #175d7b; --active-tint: #e0f0f6;
  --warn: #8a4a00; --warn-tint: #fcefdb; --held: #5a3d9e; --held-tint: #efe9fb; --bad: #a2231a; --bad-tint: #fce7e5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1214; --surface: #161b1e; --ink: #e6ebee; --muted: #9ba8b1; --line: #2a3237; --grid: #232a2e; --link: #7cc4e2;
    --loaded: #4a9fc4; --undivided: #2c5f77; --quarantined: #e39848; --duplicates: #65717a; --waiting: #a687e0;
    --error: #e07a45; --warning: #d8a842; --info: #65717a;
    --tile-published: #3f8f6b; --tile-working: #3d7b96; --tile-held: #a687e0; --tile-refused: #d95f52; --tile-none: #283034;
    --good: #82d3a4; --good-tint: #15301f; --calm: #b6c1c9; --calm-tint: #242c31; --active: #85cbe6; --active-tint: #122d38;
    --warn: #f2b970; --warn-tint: #35260f; --held: #c8b4f6; --held-tint: #2a2142; --bad: #ff9d93; --bad-tint: #3c1b19;
  }
}
.good { --tone: var(--good); --tint: var(--good-tint); }
.calm { --tone: var(--calm); --tint: var(--calm-tint); }
.active { --tone: var(--active); --tint: var(--active-tint); }
.warn { --tone: var(--warn); --tint: var(--warn-tint); }
.held { --tone: var(--held); --tint: var(--held-tint); }
.bad { --tone: var(--bad); --tint: var(--bad-tint); }
`;
