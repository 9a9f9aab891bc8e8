import { expect, test } from "@jest/globals";
import { googleFailure } from "../../lakehouse/adapters/google-failure.ts";
import { Passing } from "../../lakehouse/adapters/patience.ts";
import { Denied, Unavailable } from "../../lakehouse/ports.ts";

const answer = (message: string) => JSON.stringify({ error: { code: 0, message } });

test.each([
  [{ code: "ECONNRESET", message: "request to http://host/canary failed" }, Passing, "X did not answer: ECONNRESET"],
  [{ message: "The operation was aborted." }, Passing, "X did not answer"],
  [new SyntaxError("Unexpected token c, canary is not JSON"), Passing, "X did not answer"],
  [{ status: 503, message: answer("busy") }, Passing, "X answered 503: busy"],
  [{ status: 408, message: "" }, Passing, "X answered 408: "],
  [{ code: 500, message: "broken" }, Passing, "X answered 500: broken"],
  [{ status: 429, message: answer("Quota exceeded") }, Unavailable, "X answered 429: Quota exceeded"],
  [{ status: 403, message: answer("Quota exceeded for jobs") }, Unavailable, "X answered 403: Quota exceeded for jobs"],
  [{ status: 403, message: answer("you may not") }, Denied, /^X answered 403: you may not → /],
  [{ status: 401, message: answer("who?") }, Denied, /^X answered 401: who\? → /],
  [{ message: "Could not load the default credentials. Browse to …" }, Denied, /^there are no credentials for X → /],
  [{ status: 400, message: answer("wrong") }, Error, "X answered 400: wrong"],
  [{ status: 404, message: "a".repeat(1000) }, Error, `X answered 404: ${"a".repeat(300)}`],
  [undefined, Passing, "X did not answer"],
])("%j", (thrown, kind, words) => {
  const failure = googleFailure("X", thrown);
  expect(failure).toBeInstanceOf(kind);
  expect(failure.message).toEqual(words instanceof RegExp ? expect.stringMatching(words) : words);
  expect(failure.cause).toBeUndefined();
});
