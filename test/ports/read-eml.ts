import type { Received } from "./mailer.ts";

// A reader of mails that knows nothing of how they were written: RFC 5322, 2045, 2047, as far as ours go.

export interface Eml {
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded bodies by content type. */
  readonly parts: ReadonlyMap<string, string>;
}

export function parseEml(bytes: Uint8Array): Eml {
  const { headers, body } = split(Buffer.from(bytes).toString("latin1"));
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get("content-type") ?? "")?.[1];
  if (!boundary) return { headers, parts: new Map([part({ headers, body })]) };
  const pieces = body.split(`--${boundary}`).slice(1);
  if (pieces.at(-1)?.trim() !== "--") throw new Error("the last part has no end");
  const parts = pieces.slice(0, -1).map((piece) => part(split(piece.replace(/^\r\n/, "").replace(/\r\n$/, ""))));
  return { headers, parts: new Map(parts) };
}

export function readEml(bytes: Uint8Array): Received {
  const { headers, parts } = parseEml(bytes);
  const header = (name: string) => headers.get(name) ?? "";
  return {
    id: /^<(.+)@/.exec(header("message-id"))?.[1] ?? "",
    from: /<(.+)>/.exec(header("from"))?.[1] ?? "",
    to: header("to").split(/,\s*/),
    subject: decodeWords(header("subject")),
    text: parts.get("text/plain") ?? "",
    html: parts.get("text/html") ?? "",
    thread: /^<(.+)@/.exec(header("references"))?.[1] ?? "",
  };
}

function split(text: string): { headers: Map<string, string>; body: string } {
  const end = text.indexOf("\r\n\r\n");
  const lines = text
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([!-9;-~]+): ?(.*)$/.exec(line) ?? [];
    if (name === "" || headers.has(name.toLowerCase())) throw new Error(`no header, or one twice: ${line}`);
    headers.set(name.toLowerCase(), value);
  }
  return { headers, body: text.slice(end + 4) };
}

function part({ headers, body }: { headers: Map<string, string>; body: string }): [string, string] {
  const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
  const encoding = headers.get("content-transfer-encoding") ?? "7bit";
  return [type, decode(encoding, body).replaceAll("\r\n", "\n")];
}

function decode(encoding: string, body: string): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  return quotedPrintable(body.replaceAll("=\r\n", ""));
}

function quotedPrintable(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Encoded words beside each other are one text. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString("utf8")
        : quotedPrintable(word.replaceAll("_", " ")),
    );
}
