import { ACCESS } from "./access.ts";
import { DATA } from "./data.ts";
import type { Filling } from "./fill.ts";
import { NETWORK } from "./network.ts";
import { RUNNING } from "./running.ts";
import { WATCHING } from "./watching.ts";

/**
 * What the provider computes of a type: its id, and what it gives besides its inputs. Places are filled with inputs
 * (`{config.name}` of a block), with `{project}`, `{region}` and `{location}` of the provider where none is given, and
 * with `{projectNumber}` and `{number}`, which is its own. A block is filled where the program has given that block.
 */
export type Computed = { readonly id: string } & { readonly [output: string]: Filling };

export const COMPUTED: Readonly<Record<string, Computed>> = { ...ACCESS, ...DATA, ...NETWORK, ...RUNNING, ...WATCHING };

/** What a grant is on. Its role, its member and its condition follow in its id. */
export const GRANTS: Readonly<Record<string, string>> = {
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember":
    "projects/{project}/locations/{location}/repositories/{repository:last}",
  "gcp:bigquery/connectionIamMember:ConnectionIamMember":
    "projects/{project}/locations/{location}/connections/{connectionId:last}",
  "gcp:bigquery/datasetIamMember:DatasetIamMember": "projects/{project}/datasets/{datasetId:last}",
  "gcp:bigquery/iamMember:IamMember": "projects/{project}/datasets/{datasetId}/tables/{tableId:last}",
  "gcp:cloudfunctionsv2/functionIamMember:FunctionIamMember":
    "projects/{project}/locations/{location}/functions/{cloudFunction:last}",
  "gcp:cloudrun/iamMember:IamMember": "projects/{project}/locations/{location}/services/{service:last}",
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": "projects/{project}/locations/{location}/services/{name:last}",
  "gcp:compute/instanceIAMMember:InstanceIAMMember": "projects/{project}/zones/{zone}/instances/{instanceName:last}",
  "gcp:compute/subnetworkIAMMember:SubnetworkIAMMember":
    "projects/{project}/regions/{region}/subnetworks/{subnetwork:last}",
  "gcp:datacatalog/policyTagIamMember:PolicyTagIamMember": "{policyTag}",
  "gcp:datacatalog/taxonomyIamMember:TaxonomyIamMember":
    "projects/{project}/locations/{region}/taxonomies/{taxonomy:last}",
  "gcp:iap/tunnelInstanceIAMMember:TunnelInstanceIAMMember":
    "projects/{project}/iap_tunnel/zones/{zone}/instances/{instance:last}",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "{cryptoKeyId}",
  "gcp:projects/iAMMember:IAMMember": "{project}",
  "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": "projects/{project}/subscriptions/{subscription:last}",
  "gcp:pubsub/topicIAMMember:TopicIAMMember": "projects/{project}/topics/{topic:last}",
  "gcp:secretmanager/secretIamMember:SecretIamMember": "projects/{project}/secrets/{secretId:last}",
  "gcp:serviceaccount/iAMMember:IAMMember": "{serviceAccountId}",
  "gcp:storage/bucketIAMMember:BucketIAMMember": "b/{bucket}",
  "gcp:storage/managedFolderIamMember:ManagedFolderIamMember": "b/{bucket}/managedFolders/{managedFolder}",
  "gcp:vertex/aiEndpointIamMember:AiEndpointIamMember":
    "projects/{project}/locations/{location}/endpoints/{endpoint:last}",
};
