/** What the chain needs from the outside world. Adapters implement these; nothing above them knows which one it has. */
export type { Build, Builder, BuildOrder, BuildPhase, Image } from "./ports/builder.ts";
export type { Clock } from "./ports/clock.ts";
export { Denied, Unavailable } from "./ports/failures.ts";
export type { FunctionAnswer, FunctionCaller } from "./ports/function-caller.ts";
export type { JobLog, JobPhase, Launch, Launcher } from "./ports/launcher.ts";
export type { Log, LogLine, Severity } from "./ports/log.ts";
export type { Mail, Mailer } from "./ports/mailer.ts";
export { MailRefused } from "./ports/mailer.ts";
export type { Asked, Nudger } from "./ports/nudger.ts";
export type { Content, Listed, ObjectMeta, ObjectRead, Objects, Precondition } from "./ports/objects.ts";
export { ObjectNotFound, PreconditionFailed } from "./ports/objects.ts";
export type {
  Counts,
  Job,
  JobError,
  JobSpec,
  Row,
  SourceFile,
  TableColumn,
  TableRef,
  TableShape,
  Warehouse,
} from "./ports/warehouse.ts";
export { JobExists, JobRefused } from "./ports/warehouse.ts";
