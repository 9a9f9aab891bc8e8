// Accounts, roles, keys, secrets, and what is switched on in a project.

export const ACCESS = {
  "pulumi:providers:gcp": { id: "{number}" },
  "gcp:projects/service:Service": { id: "{project}/{service}" },
  "gcp:projects/serviceIdentity:ServiceIdentity": {
    id: "projects/{project}/services/{service}",
    email: "{agent}",
    member: "serviceAccount:{agent}",
  },
  "gcp:projects/iAMCustomRole:IAMCustomRole": {
    id: "projects/{project}/roles/{roleId}",
    name: "projects/{project}/roles/{roleId}",
  },
  "gcp:projects/iAMAuditConfig:IAMAuditConfig": { id: "{project}/audit_config/{service}" },
  "gcp:serviceaccount/account:Account": {
    id: "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
    email: "{accountId}@{project}.iam.gserviceaccount.com",
    member: "serviceAccount:{accountId}@{project}.iam.gserviceaccount.com",
    name: "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com",
    uniqueId: "{number}",
  },
  "gcp:kms/keyRing:KeyRing": { id: "projects/{project}/locations/{location}/keyRings/{name}" },
  "gcp:kms/cryptoKey:CryptoKey": { id: "{keyRing}/cryptoKeys/{name}" },
  "gcp:secretmanager/secret:Secret": {
    id: "projects/{project}/secrets/{secretId}",
    name: "projects/{projectNumber}/secrets/{secretId}",
  },
  "gcp:secretmanager/secretVersion:SecretVersion": {
    id: "{secret}/versions/1",
    name: "{secret}/versions/1",
    version: "1",
  },
} as const;
