import { userInfo } from "node:os";
import { type UseProblem, useProblem } from "./wrong-use.ts";

/** Who decides: as told, else the user of this machine. */
export function whoDecides(by: string | undefined): string {
  return by ?? userOf();
}

/** In an environment nobody says so himself. */
export function whoIsKnown(env: string): UseProblem {
  return useProblem("flags-contradict", `in ${env} your Google account is who decides`, "leave --by out");
}

function userOf(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`; // a container may have no names for its users
  }
}
