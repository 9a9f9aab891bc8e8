import type { TakenMail } from "../../fakes/sendgrid/recipients.ts";
import type { Deployed } from "./deployed.ts";

/** That people have got, and in which an object's name stands. */
export function mailsAbout({ cloud }: Pick<Deployed, "cloud">, name: string): TakenMail[] {
  return cloud.sendgrid.taken.filter(({ text, subject }) => `${subject}\n${text}`.includes(name));
}
