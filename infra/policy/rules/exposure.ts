import { shortType, shown, textsIn, valueAt, valuesAt } from "../look.ts";
import { type Guarded, type Rule, UNKNOWN } from "../rule.ts";

const EVERYBODY = ["allUsers", "allAuthenticatedUsers", "projectViewers", "projectEditors"];
const ANYWHERE = ["0.0.0.0/0", "::/0"];

export const nothingPublic: Rule = {
  name: "nothing-public",
  description: "Nobody is let in unnamed: no member means everybody, no bucket may become public, no door stands open.",
  check: (resource) => [
    ...everybodyIn(resource),
    ...openBucket(resource),
    ...openDoor(resource),
    ...openFunction(resource),
  ],
};

function everybodyIn({ inputs }: Guarded): string[] {
  return textsIn(inputs)
    .filter(([, text]) => EVERYBODY.includes(text))
    .map(([path, text]) => `${path}: ${text} is nobody in particular → name who`);
}

function openBucket({ type, inputs: { publicAccessPrevention: found } }: Guarded): string[] {
  if (shortType(type) !== "storage.Bucket" || found === "enforced" || found === UNKNOWN) return [];
  return [`publicAccessPrevention: is ${shown(found)}, so a grant could make it public → "enforced"`];
}

/** Where no source is named, all are meant. */
function openDoor({ type, inputs }: Guarded): string[] {
  const isIngress = shortType(type) === "compute.Firewall" && inputs.direction !== "EGRESS";
  if (!isIngress || valuesAt(inputs, "allows").length === 0) return [];
  const ranges = valuesAt(inputs, "sourceRanges");
  const named = [...ranges, ...valuesAt(inputs, "sourceTags"), ...valuesAt(inputs, "sourceServiceAccounts")];
  const isOpen = named.length === 0 || ranges.some((range) => ANYWHERE.includes(String(range)));
  return isOpen ? ["sourceRanges: lets in from anywhere → name whom"] : [];
}

/** Events come from inside: only people's calls come from elsewhere. */
function openFunction({ type, inputs }: Guarded): string[] {
  if (shortType(type) !== "cloudfunctionsv2.Function" || valueAt(inputs, "eventTrigger") === undefined) return [];
  const found = valueAt(inputs, "serviceConfig.ingressSettings");
  if (found === "ALLOW_INTERNAL_ONLY" || found === UNKNOWN) return [];
  return [`serviceConfig.ingressSettings: is ${shown(found)}, and events come from inside → "ALLOW_INTERNAL_ONLY"`];
}

const INTERFACES = ["networkInterfaces", "gceSetup.networkInterfaces"];
const ADDRESSES = ["accessConfigs", "ipv6AccessConfigs"];

export const noExternalAddress: Rule = {
  name: "no-external-address",
  description: "No machine has an address that the internet reaches.",
  check({ type, inputs }) {
    const given = INTERFACES.flatMap((path) => ADDRESSES.map((address) => `${path}.${address}`))
      .filter((path) => valuesAt(inputs, path).some((value) => value !== UNKNOWN))
      .map((path) => `${path}: gives an address that the internet reaches → leave it out, IAP forwards`);
    const reserved = /^compute\.(?:Global)?Address$/.test(shortType(type)) && inputs.addressType !== "INTERNAL";
    const notebook = shortType(type) === "workbench.Instance" && valueAt(inputs, "gceSetup.disablePublicIp") !== true;
    return [
      ...given,
      ...(reserved ? ['addressType: is one that the internet reaches → "INTERNAL"'] : []),
      ...(notebook ? ["gceSetup.disablePublicIp: is not set, so the internet reaches it → true"] : []),
    ];
  },
};

/** They grant object by object, past all that IAM shows. */
const OBJECT_ACCESS = /^storage\.(?:Default)?(?:Bucket|Object)(?:ACL|AccessControl)$/;

export const uniformAccess: Rule = {
  name: "uniform-access",
  description: "Who may read an object is said by IAM alone, never by the object.",
  check({ type, inputs }) {
    const short = shortType(type);
    if (OBJECT_ACCESS.test(short)) return [`the class: ${short} grants past IAM → take storage.BucketIAMMember`];
    const found = inputs.uniformBucketLevelAccess;
    if (short !== "storage.Bucket" || found === true || found === UNKNOWN) return [];
    return [`uniformBucketLevelAccess: is ${shown(found)}, so an object could have access of its own → true`];
  },
};
