import { googleError } from "../http/google-error.ts";
import type { Answer } from "../http/service.ts";

export function ok(body: object): Answer {
  return { status: 200, body };
}

export function wrong(words: string): Answer {
  return googleError(400, "badRequest", words);
}

export function missing(name: string): Answer {
  return googleError(404, "notFound", `Resource not found (resource=${name.split("/").at(-1)}).`);
}

export function taken(name: string): Answer {
  return googleError(409, "alreadyExists", `Resource already exists (resource=${name.split("/").at(-1)}).`);
}
