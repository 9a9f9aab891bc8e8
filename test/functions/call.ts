import type { HttpAnswer, HttpFunction, HttpRequest, Work } from "../../functions/work.ts";
import { identityToken } from "../fakes/http/metadata.ts";

export const ANN = "ann@example.com";

type Asked = Partial<Pick<HttpRequest, "method" | "headers" | "json">> & {
  readonly query?: Readonly<Record<string, string>>;
};

/** One request, as Cloud Run hands it on. */
export function call(called: HttpFunction, work: Work, { query = {}, ...asked }: Asked): Promise<HttpAnswer> {
  const request = { method: "POST", headers: {}, json: undefined, ...asked };
  return called.answer(work, { ...request, query: new URLSearchParams(query) });
}

/** With the token of somebody whom Cloud Run has let in. */
export function callAs(email: string, called: HttpFunction, work: Work, asked: Asked): Promise<HttpAnswer> {
  return call(called, work, {
    ...asked,
    headers: { authorization: `Bearer ${checkedToken(email)}`, ...asked.headers },
  });
}

export function checkedToken(email: string): string {
  return identityToken(email, "https://decide.example.com", Date.parse("2026-03-10T08:00:00Z"));
}
