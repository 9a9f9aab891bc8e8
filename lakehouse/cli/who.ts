import { userInfo } from "node:os";

/** Who decides: as told, else the user of this machine. */
export function whoDecides(by: string | undefined): string {
  return by ?? userOf();
}

function userOf(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`; // a container may have no names for its users
  }
}
