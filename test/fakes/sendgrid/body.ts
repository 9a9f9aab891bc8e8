// The part of a mail/send body that this fake knows what to do with.

export interface Address {
  readonly email: string;
  readonly name?: string;
}

export interface Personalization {
  readonly to: readonly Address[];
  readonly cc?: readonly Address[];
  readonly bcc?: readonly Address[];
  readonly from?: Address;
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly custom_args?: Readonly<Record<string, unknown>>;
}

export interface Body {
  readonly personalizations: readonly Personalization[];
  readonly from: Address;
  readonly subject?: string;
  readonly content?: readonly { readonly type: string; readonly value: string }[];
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly categories?: readonly string[];
  readonly tracking_settings?: {
    readonly click_tracking?: { readonly enable?: boolean; readonly enable_text?: boolean };
    readonly open_tracking?: { readonly enable?: boolean };
  };
}

/** Those change what recipients see, or when, and nothing here would show it. */
export const UNKNOWN_HERE = ["template_id", "attachments", "send_at", "batch_id", "sections", "asm", "ip_pool_name"];
export const UNKNOWN_IN_PERSONALIZATION = ["substitutions", "dynamic_template_data", "send_at"];

/** Of SendGrid's pages: a mail may not bring its own. */
export const RESERVED_HEADERS = new Set([
  "x-sg-id",
  "x-sg-eid",
  "received",
  "dkim-signature",
  "content-type",
  "content-transfer-encoding",
  "to",
  "from",
  "subject",
  "reply-to",
  "cc",
  "bcc",
]);

export function recipientsOf({ to, cc = [], bcc = [] }: Personalization): string[] {
  return [...to, ...cc, ...bcc].map(({ email }) => email);
}
