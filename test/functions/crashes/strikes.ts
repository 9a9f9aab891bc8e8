import { type AccountName, accountEmail } from "../../../lakehouse/plan/cloud/names.ts";
import type { FunctionProcess } from "../../../scripts/functions/processes.ts";
import type { Names } from "../../chain/processes/describe.ts";
import type { Deployed } from "../cloud/deployed.ts";
import { type Step, stepOf } from "./step.ts";

/** When something befalls the process that makes a call: before the call takes effect, or after it, but before it hears so. */
export interface Moment extends Step {
  readonly at: "before" | "after";
}

/** What befalls it. `lost`: a call that has not taken effect never will; else it does once this settles. */
export type Blow = (process: FunctionProcess) => "lost" | Promise<void>;

const FUNCTIONS: readonly AccountName[] = ["split", "publish", "mail"];
/** After so long the child has a sample's file, and is not done with it. */
const IN_A_SPLIT_MS = 40;

/** Sees every change that functions make, and strikes once at each of its moments. */
export class Strikes {
  /** Each change, the first time that it was seen. */
  readonly steps: Step[] = [];
  readonly struck: Moment[] = [];
  readonly #left: Moment[];
  /** Processes that were struck: calls that they had made before may still come. */
  readonly #down = new Set<FunctionProcess>();

  constructor(moments: readonly Moment[]) {
    this.#left = [...moments];
  }

  watch(deployed: Deployed, names: Names, blow: Blow): void {
    const { environment } = deployed.cloud;
    const accounts = new Map(FUNCTIONS.map((account) => [accountEmail(environment, account), account]));
    deployed.cloud.watch(async (coming, at) => {
      // SendGrid knows a key, and no account.
      const account = coming.op === "mail.send" ? "mail" : accounts.get(coming.account ?? "");
      const step = account && stepOf(coming, names);
      if (!step) return undefined;
      if (at === "before") this.#note(step);
      const index = this.#left.findIndex((moment) => moment.at === at && isSame(moment, step));
      const process = index === -1 ? null : this.#callerOf(deployed, account);
      if (!process) return undefined;
      this.#left.splice(index, 1);
      this.#down.add(process);
      this.struck.push({ ...step, at });
      if (step.kind === "split") {
        setTimeout(() => void blow(process), IN_A_SPLIT_MS);
        return undefined;
      }
      const heard = blow(process);
      if (heard !== "lost") await heard;
      return at === "before" && heard === "lost" ? "lost" : undefined;
    });
  }

  #note(step: Step): void {
    if (!this.steps.some((seen) => isSame(seen, step))) this.steps.push(step);
  }

  /** Of those that work as the account; who settles reports has nothing to do while a drop is under way. */
  #callerOf(deployed: Deployed, account: AccountName): FunctionProcess | null {
    const atWork = deployed.atWork().filter((one) => one.trigger.account === account && !this.#down.has(one));
    return atWork.find(({ name }) => name !== "on-report") ?? atWork[0] ?? null;
  }
}

function isSame(one: Step, other: Step): boolean {
  return one.kind === other.kind && one.subject === other.subject;
}
