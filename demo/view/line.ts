import { joined, padded, type Style, styled, type Text, text } from "../../lakehouse/run/view/text.ts";
import { shortMoment } from "../calendar.ts";
import type { EventKind, StoryEvent } from "../story/event.ts";
import { wrapped } from "./wrap.ts";

const STYLES: Readonly<Record<EventKind, Style>> = {
  daily: "dim",
  "event twice": "name",
  "corrupt file": "bad",
  "sent whole": "good",
  "re-upload": "name",
  "sent twice": "name",
  "late rows": "warn",
  SIGKILL: "bad",
  resumed: "good",
  "new column": "warn",
  deployed: "good",
  "bad rows": "warn",
  replayed: "good",
  held: "bad",
  accepted: "good",
  warning: "warn",
  mail: "dim",
};

const WIDTHS = { moment: "Jan  5 05:32".length, kind: "corrupt file".length };
const INDENT = WIDTHS.moment + WIDTHS.kind + 4;

/** `Jan  8 05:32  corrupt file  device_pings: the upload broke off → rejected …`, in lines that fit. */
export function eventLines({ at, kind, dataset, what, did }: StoryEvent, columns: number): Text[] {
  const style = STYLES[kind];
  const subject = dataset === null || kind === "mail" ? text`` : text`${styled("name", dataset)}: `;
  const dim = kind === "mail" ? "dim" : "plain";
  const told = styled(dim, text`${subject}${what}${did === null ? text`` : text` ${styled("dim", "→")} ${did}`}`);
  const head = [styled("dim", shortMoment(at)), padded(styled(style, kind), WIDTHS.kind)];
  const [first = text``, ...rest] = wrapped(told, columns - INDENT, 0);
  return [joined([...head, first], "  "), ...rest.map((line) => text`${padded(text``, INDENT)}${line}`)];
}
