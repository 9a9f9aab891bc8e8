import { CURE, refuse } from "../refused.ts";
import { MalformedThrift } from "./thrift-reader.ts";

/** Runs what reads a footer; one that is no footer refuses the drop. */
export function refuseMalformed<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MalformedThrift)) throw error;
    refuse("CORRUPT", `the footer cannot be read: ${error.message}`, CURE.writeAgain);
  }
}
