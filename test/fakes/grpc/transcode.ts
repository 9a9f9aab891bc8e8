import protobuf from "protobufjs";

/** A request as it would have come over HTTP. */
export interface Rest {
  readonly method: string;
  readonly url: URL;
  readonly body: object | null;
}

/** By the method's own `google.api.http`: the same service answers both, so that they cannot differ. */
export function restOf(method: protobuf.Method, request: Readonly<Record<string, unknown>>): Rest {
  const { verb, pattern, body } = ruleOf(method);
  const rest = new Map(Object.entries(request));
  const path = pattern.replaceAll(/\{([a-z_]+)(=[^}]*)?\}/g, (_, name: string, form?: string) => {
    const field = protobuf.util.camelCase(name);
    const value = String(rest.get(field) ?? "");
    rest.delete(field);
    return form ? value : encodeURIComponent(value);
  });
  const url = new URL(path, "http://fake");
  const values = Object.fromEntries(rest);
  if (body === "*") return { method: verb, url, body: values };
  for (const [name, value] of rest) url.searchParams.set(name, String(value));
  return { method: verb, url, body: null };
}

function ruleOf({ fullName, options = {} }: protobuf.Method): { verb: string; pattern: string; body: string | null } {
  const [verb, pattern] =
    ["get", "put", "post", "patch", "delete"]
      .map((name) => [name.toUpperCase(), options[`(google.api.http).${name}`]] as const)
      .find(([, found]) => found !== undefined) ?? [];
  if (!verb) throw new Error(`${fullName} has no google.api.http`);
  return { verb, pattern: String(pattern), body: (options["(google.api.http).body"] as string | undefined) ?? null };
}
