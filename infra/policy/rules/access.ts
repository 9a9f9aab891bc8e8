import { shortType, textsIn, valueAt, valuesAt } from "../look.ts";
import type { Rule } from "../rule.ts";

/** They set the whole list of who may: whoever another hand let in is thrown out. */
const WHOLE_LISTS = /\.\w*I[Aa][Mm](?:Binding|Policy)$/;

export const noAuthoritativeIam: Rule = {
  name: "no-authoritative-iam",
  description: "Access is granted member by member: nothing sets the whole list of who may.",
  check({ type, inputs }) {
    const short = shortType(type);
    if (WHOLE_LISTS.test(short)) return [`the class: ${short} throws out whom others let in → take its …Member`];
    const whole = short === "bigquery.Dataset" && valuesAt(inputs, "accesses").length > 0;
    return whole ? ["accesses: throws out whom others let in → take bigquery.DatasetIamMember"] : [];
  },
};

const BASIC = ["roles/owner", "roles/editor", "roles/viewer", "roles/browser"];

export const noBasicRoles: Rule = {
  name: "no-basic-roles",
  description: "No role that spans all services: owner, editor, viewer.",
  check: ({ inputs }) =>
    textsIn(inputs)
      .filter(([, text]) => BASIC.includes(text))
      .map(([path, role]) => `${path}: ${role} spans all services → grant what the account's task needs`),
};

/** On a project they reach every bucket, dataset, secret, key and account in it. */
const DATA_ROLE = /^roles\/(?:storage|secretmanager|cloudkms|resourcemanager)\.|^roles\/bigquery\.(?:data|admin|user$)/;
const IMPERSONATION = /^roles\/iam\.(?:serviceAccount|workloadIdentity|security)/;
const ADMIN = /(?:\.a|A)dmin$/;

/** A condition may say which of them are meant. */
const BY_NAME = /\bresource\.name\b/;

export const noProjectWideData: Rule = {
  name: "no-project-wide-data",
  description: "Data, secrets, keys and accounts are granted one by one, never for a whole project.",
  check({ type, inputs }) {
    if (!/^(?:projects|folder|organizations)\.IAMMember$/.test(shortType(type))) return [];
    if (BY_NAME.test(String(valueAt(inputs, "condition.expression")))) return [];
    return valuesAt(inputs, "role")
      .map(String)
      .filter((role) => DATA_ROLE.test(role) || IMPERSONATION.test(role) || ADMIN.test(role))
      .map((role) => `role: ${role} reaches all there is in the project → grant it on the one that is meant`);
  },
};

/** What they make can be carried away, and is valid until somebody remembers it. */
const KEYS = ["serviceaccount.Key", "storage.HmacKey", "projects.ApiKey"];
const KEY_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"private_key"|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bAIza[\w-]{35}/;

export const noKeys: Rule = {
  name: "no-keys",
  description: "No account has a key that could be carried away, and no key stands in an input.",
  check({ type, inputs }) {
    const short = shortType(type);
    if (KEYS.includes(short))
      return [`the class: ${short} makes a key to carry away → let the account run what it does`];
    return textsIn(inputs)
      .filter(([, text]) => KEY_TEXT.test(text))
      .map(([path]) => `${path}: holds a key → put it into Secret Manager by hand`);
  },
};
