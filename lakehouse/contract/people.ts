import { isAddress } from "./address.ts";
import type { Recipient } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import type { Report } from "./lint.ts";
import { readSettings } from "./settings.ts";

const PACES = ["immediate", "daily"] as const;

/** Who gets mail: support channels with tool `email` (or a mailto: URL) and scope `notifications` (or none). */
export function readRecipients(root: Cursor, report: Report): readonly Recipient[] {
  const recipients = root.list("support").flatMap((at): Recipient[] => {
    const settings = readSettings(at, "support", report);
    const url = at.text("url") ?? "";
    const mailto = /^mailto:/i.test(url);
    if (at.text("tool")?.toLowerCase() !== "email" && !mailto) return [];
    if ((at.text("scope") ?? "notifications").toLowerCase() !== "notifications") return [];
    const channel = at.text("channel") ?? "";
    const addresses = (mailto ? (url.slice("mailto:".length).split("?")[0] ?? "") : channel)
      .split(",")
      .map((address) => address.trim());
    const wrong = addresses.find((address) => !isAddress(address));
    if (wrong !== undefined) {
      report(
        "recipient-email",
        (at.get("url") ?? at.get("channel") ?? at).place,
        `${JSON.stringify(wrong)} is no e-mail address`,
        /[^ -~]/.test(wrong)
          ? "write an address of plain ASCII characters: mail services refuse others"
          : "write `url: mailto:team@example.com`",
      );
    }
    const digest = readDigest(settings.get("digest"), report);
    return addresses.filter(isAddress).map((email) => ({ channel, email, digest }));
  });
  if (recipients.length === 0) {
    const where = root.get("support")?.place ?? root.place;
    report(
      "no-recipient",
      where,
      "nobody is told when data is bad",
      "write `support: [{channel: NAME, tool: email, url: mailto:team@example.com}]`",
    );
  }
  return recipients;
}

function readDigest(at: Cursor | null, report: Report): Recipient["digest"] {
  const pace = (name: "error" | "warning") => {
    const value = at?.get(name);
    const found = PACES.find((known) => known === value?.asText());
    if (value && !found)
      report("recipient-email", value.place, `digest.${name} is ${value.shown()}`, "write immediate or daily");
    return found ?? null;
  };
  if (at && (at.kind !== "map" || at.keys().some((key) => key !== "error" && key !== "warning"))) {
    report("recipient-email", at.place, "the digest cannot be read", "write {error: immediate, warning: daily}");
  }
  return { error: pace("error") ?? "immediate", warning: pace("warning") ?? "daily" };
}

/** The team's member with role owner, else the team's name. */
export function readOwner(root: Cursor): string | null {
  const team = root.get("team");
  const members = team?.kind === "list" ? team.items() : (team?.list("members") ?? []);
  const owner = members.find((member) => /owner/i.test(member.text("role") ?? "") && member.get("dateOut") === null);
  return owner?.text("username") ?? team?.text("name") ?? null;
}
