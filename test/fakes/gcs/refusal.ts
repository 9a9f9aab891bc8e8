/** What the service answers instead of doing what was asked, in Google's words. */
export class Refusal extends Error {
  readonly status: number;
  readonly reason: string;
  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const invalid = (message: string) => new Refusal(400, "invalid", message);
export const required = (message: string) => new Refusal(400, "required", message);
export const noBucket = () => new Refusal(404, "notFound", "The specified bucket does not exist.");
export const noObject = (bucket: string, name: string) =>
  new Refusal(404, "notFound", `No such object: ${bucket}/${name}`);
export const conditionNotMet = () =>
  new Refusal(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
export const notModified = () => new Refusal(304, "notModified", "");
export const tooOften = (bucket: string, name: string) =>
  new Refusal(
    429,
    "rateLimitExceeded",
    `The object ${bucket}/${name} exceeded the rate limit for object mutation operations (create, update, and delete). Please reduce your request rate.`,
  );
