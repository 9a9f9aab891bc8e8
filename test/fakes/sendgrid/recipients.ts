import type { Body } from "./body.ts";

/** A mail as its recipients see it. */
export interface TakenMail {
  /** The X-Message-Id under which the service took it. */
  readonly receipt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Not seen by the others. */
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the service's own events carry along. */
  readonly customArgs: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
}

/** Each personalization is a mail of its own. Where tracking is not turned off, links are rewritten and a pixel is added. */
export function mailsOf(body: Body, receipt: string): TakenMail[] {
  const { click_tracking: click = {}, open_tracking: open = {} } = body.tracking_settings ?? {};
  const content = (type: string) => body.content?.find((part) => part.type === type)?.value ?? "";
  const html = click.enable === false ? content("text/html") : tracked(content("text/html"));
  const plain = content("text/plain");
  return body.personalizations.map(({ to, cc = [], bcc = [], from, subject, headers, custom_args }) => ({
    receipt,
    from: (from ?? body.from).email,
    to: to.map(({ email }) => email),
    cc: cc.map(({ email }) => email),
    bcc: bcc.map(({ email }) => email),
    subject: subject ?? body.subject ?? "",
    text: click.enable === false || click.enable_text !== true ? plain : tracked(plain),
    html: open.enable === false ? html : `${html}<img src="https://u.ct.sendgrid.net/wf/open" width="1" height="1">`,
    headers: { ...texts(body.headers), ...texts(headers) },
    customArgs: texts(custom_args),
    categories: body.categories ?? [],
  }));
}

function tracked(text: string): string {
  return text.replaceAll(/https?:\/\/[^\s"'<>]+/g, "https://u.ct.sendgrid.net/ls/click");
}

function texts(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
