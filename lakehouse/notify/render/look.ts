import type { Tone } from "../page.ts";

// Styles stand in the elements, because many mail programs drop style sheets; the sheet only turns them dark.

const SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const MONO = "ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace";
const ANYWHERE = "overflow-wrap:anywhere;word-break:break-word";
const DIGITS = "font-variant-numeric:tabular-nums";

export const LOOK = {
  page: `margin:0;padding:0;background-color:#eceff3;font-family:${SANS};font-size:15px;line-height:22px;color:#1b2129;-webkit-text-size-adjust:100%`,
  frame: "width:100%;border-collapse:collapse;background-color:#eceff3",
  margin: "padding:20px 10px 32px",
  card: "width:100%;max-width:640px;border-collapse:separate;border-spacing:0;background-color:#ffffff;border:1px solid #d5dbe3;border-radius:10px;overflow:hidden",
  cell: "padding:24px 24px 0",
  plain: "width:100%;border-collapse:collapse",
  name: `margin:10px 0 0;font-size:24px;line-height:30px;font-weight:650;letter-spacing:-0.2px;color:#1b2129;${ANYWHERE}`,
  days: "font-weight:400;color:#55606e",
  about: `margin:2px 0 0;font-size:14px;line-height:20px;color:#55606e;${ANYWHERE}`,
  title:
    "margin:0 0 8px;font-size:12px;line-height:16px;font-weight:650;letter-spacing:0.6px;text-transform:uppercase;color:#55606e",
  text: `margin:0;color:#1b2129;${ANYWHERE}`,
  muted: `margin:2px 0 0;font-size:13px;line-height:19px;color:#55606e;${ANYWHERE}`,
  label: "padding:5px 0;border-top:1px solid #e5e9ee;color:#1b2129",
  number: `padding:5px 0;border-top:1px solid #e5e9ee;text-align:right;white-space:nowrap;color:#1b2129;${DIGITS}`,
  share: `padding:5px 0 5px 16px;border-top:1px solid #e5e9ee;text-align:right;white-space:nowrap;width:1%;font-size:13px;color:#55606e;${DIGITS}`,
  whole: "padding:0 0 5px;font-weight:650;color:#1b2129",
  wholeNumber: `padding:0 0 5px;text-align:right;white-space:nowrap;font-weight:650;color:#1b2129;${DIGITS}`,
  item: "padding:10px 0;border-top:1px solid #e5e9ee;vertical-align:top",
  pillCell: "padding-right:12px;width:1%;white-space:nowrap",
  rule: `margin:0;font-family:${MONO};font-size:14px;line-height:20px;font-weight:600;color:#1b2129;${ANYWHERE}`,
  found: `padding-left:12px;text-align:right;vertical-align:top;white-space:nowrap;font-size:14px;line-height:20px;font-weight:600;color:#1b2129;${DIGITS}`,
  trend: `font-family:${MONO};font-size:15px;letter-spacing:1px;color:#3d4855`,
  place: `padding:4px 12px 4px 0;vertical-align:top;font-size:13px;line-height:19px;color:#55606e;${DIGITS};${ANYWHERE}`,
  value: `padding:4px 0;vertical-align:top;font-family:${MONO};font-size:13px;line-height:19px;color:#1b2129;${ANYWHERE}`,
  samples: "margin-top:8px;border-collapse:collapse;background-color:#f4f6f8;border-radius:6px;width:100%",
  inside: "padding:6px 12px",
  bullet: `padding:3px 0 3px 0;color:#1b2129;${ANYWHERE}`,
  dot: "padding:3px 8px 3px 0;vertical-align:top;width:1%;color:#55606e",
  object: `margin:0;font-family:${MONO};font-size:13px;line-height:19px;color:#1b2129;${ANYWHERE}`,
  command: `margin:4px 0 0;padding:10px 12px;background-color:#f4f6f8;border:1px solid #e5e9ee;border-radius:6px;font-family:${MONO};font-size:13px;line-height:19px;color:#1b2129;white-space:pre-wrap;${ANYWHERE}`,
  purpose: "margin:10px 0 0;font-size:14px;line-height:20px;color:#1b2129",
  link: `color:#0b57b8;text-decoration:underline;${ANYWHERE}`,
  foot: `padding:14px 24px 20px;border-top:1px solid #e5e9ee;background-color:#f8f9fb;font-size:12px;line-height:18px;color:#55606e;${ANYWHERE}`,
} as const;

const INK: Readonly<Record<Tone, readonly [ink: string, ground: string, edge: string]>> = {
  bad: ["#a3180c", "#fdf0ee", "#d92d20"],
  warn: ["#854a0e", "#fef7e6", "#e8950c"],
  good: ["#0b6b3a", "#ebf8f0", "#1a9a56"],
};

/** The coloured box that says whether the data can be used. */
export function stateLook(tone: Tone): string {
  const [, ground, edge] = INK[tone];
  return `padding:12px 16px;background-color:${ground};border-left:4px solid ${edge};border-radius:6px`;
}

export function wordLook(tone: Tone): string {
  return `margin:0;font-size:17px;line-height:24px;font-weight:700;letter-spacing:0.2px;color:${INK[tone][0]}`;
}

export function pillLook(tone: Tone): string {
  const [ink, ground] = INK[tone];
  return `display:inline-block;padding:2px 9px;border-radius:10px;background-color:${ground};font-size:12px;line-height:18px;font-weight:700;letter-spacing:0.5px;color:${ink}`;
}

/** A piece of the bar that shows how rows were shared out. */
export function barLook(tone: Tone | "plain", percent: number): string {
  const colour = tone === "plain" ? "#8b96a5" : INK[tone][2];
  return `width:${percent.toFixed(2)}%;height:8px;line-height:8px;font-size:0;padding:0;background-color:${colour}`;
}
