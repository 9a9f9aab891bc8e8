import { describe, expect, test } from "@jest/globals";
import { callerOf } from "../../functions/caller.ts";
import { ANN, checkedToken } from "./call.ts";

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const CHECKED = "SIGNATURE_REMOVED_BY_GOOGLE";
const token = (claims: unknown, signature = CHECKED) => `Bearer ${part({ alg: "RS256" })}.${part(claims)}.${signature}`;
const ann = { email: ANN, email_verified: true };

test("who calls is whom Cloud Run has let in", () => {
  expect(callerOf({ headers: { authorization: `Bearer ${checkedToken(ANN)}` } })).toEqual({ email: ANN });
});

describe("nobody is known by", () => {
  test.each<[what: string, headers: Record<string, string | string[] | undefined>, message: string]>([
    ["no token", {}, "no identity token came along"],
    ["another scheme", { authorization: `Basic ${part(ann)}` }, "no identity token came along"],
    ["two tokens", { authorization: [token(ann), token(ann)] }, "two headers say who calls"],
    ["something that is no token", { authorization: "Bearer abc" }, "no identity token came along"],
    ["a token that nobody has checked", { authorization: token(ann, "c2lnbmF0dXJl") }, "nobody has checked"],
    [
      "a token beside the one that Cloud Run has checked",
      { authorization: token(ann), "x-serverless-authorization": token({ email: "eve@example.com" }) },
      "two headers say who calls",
    ],
    ["a token without an e-mail", { authorization: token({ sub: "1" }) }, "names no e-mail"],
    [
      "an e-mail that nobody has verified",
      { authorization: token({ ...ann, email_verified: false }) },
      "names no e-mail",
    ],
    ["claims that are no JSON", { authorization: `Bearer e30.e30x.${CHECKED}` }, "names no e-mail"],
  ])("%s", (_, headers, message) => {
    expect(callerOf({ headers })).toEqual({
      refused: {
        rule: "no-identity",
        message: expect.stringContaining(message),
        cure: expect.stringContaining("sluice --env"),
      },
    });
  });
});
