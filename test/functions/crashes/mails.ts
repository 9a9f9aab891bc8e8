import { bucketName } from "../../../lakehouse/plan/cloud/names.ts";
import type { Deployed } from "../cloud/deployed.ts";
import { namesIn } from "../cloud/ledger.ts";

export interface Mails {
  /** Messages that are taken for sent, and that nobody has got. */
  readonly unsent: readonly string[];
  /** Each for every further time that a mail came. */
  readonly twice: readonly string[];
}

export function mailsOf({ cloud }: Pick<Deployed, "cloud">): Mails {
  const came = cloud.sendgrid.taken.map(({ customArgs }) => shortOf(customArgs.sluice_mail ?? ""));
  return {
    unsent: sentIn({ cloud }).filter((id) => !came.includes(id)),
    twice: came.filter((id, index) => came.indexOf(id) !== index),
  };
}

/** `visits 3`: without the random part. */
function shortOf(id: string): string {
  const [, dataset, number] = /^[\w-]+\.(\w+)\.(\d+)\./.exec(id) ?? [];
  return `${dataset} ${number}`;
}

function sentIn({ cloud }: Pick<Deployed, "cloud">): string[] {
  const bucket = bucketName(cloud.environment, "outbox");
  return namesIn({ cloud }, "outbox").flatMap((name) => {
    const [, dataset, number] = /^(\w+)\/messages\/(\d+)\.json$/.exec(name) ?? [];
    if (!dataset) return [];
    const { state } = JSON.parse(cloud.storage.get(bucket, name)?.bytes.toString() ?? "{}") as { state?: string };
    return state === "SENT" ? [`${dataset} ${Number(number)}`] : [];
  });
}
