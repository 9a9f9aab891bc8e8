// A program as small as one can be that shows what the engine keeps of it, and what it refuses.
import { serviceaccount, storage } from "@pulumi/gcp";
import { ComponentResource, Config, secret } from "@pulumi/pulumi";

const config = new Config("sluice");
const faults = config.get("faults") ?? "";

class Lake extends ComponentResource {
  readonly bucket: storage.Bucket;

  constructor(name: string) {
    super("sluice:test:Lake", name);
    const parent = { parent: this };
    const account = new serviceaccount.Account("split", { accountId: "sluice-dev-split" }, parent);
    this.bucket = new storage.Bucket("raw", { name: "acme-dev-raw", location: "EU" }, { ...parent, protect: true });
    const { bucket } = new storage.BucketIAMMember(
      "raw-split",
      { bucket: this.bucket.name, role: "roles/storage.objectUser", member: account.member },
      { ...parent, dependsOn: [account] },
    );
    new storage.BucketObject("key", { bucket, name: "key", content: secret("of nobody else") }, parent);
    if (faults === "twice") new storage.Bucket("raw", { location: "EU" }, parent);
    if (faults === "apply") {
      account.email.apply((email) => {
        throw new Error(`nothing can be made of ${email}`);
      });
    }
    this.registerOutputs({});
  }
}

const { bucket } = new Lake("lake");
export const url = bucket.url;
export const agent = storage.getProjectServiceAccountOutput({ project: "acme-dev" }).emailAddress;
