// Networks, and machines on them. A link is an address, an id is its end.

const COMPUTE = "https://www.googleapis.com/compute/v1";

function linked<const Id extends string>(id: Id) {
  return { id, selfLink: `${COMPUTE}/${id}` } as const;
}

export const NETWORK = {
  "gcp:compute/network:Network": { ...linked("projects/{project}/global/networks/{name}"), networkId: "{number}" },
  "gcp:compute/subnetwork:Subnetwork": linked("projects/{project}/regions/{region}/subnetworks/{name}"),
  "gcp:compute/firewall:Firewall": linked("projects/{project}/global/firewalls/{name}"),
  "gcp:compute/route:Route": linked("projects/{project}/global/routes/{name}"),
  "gcp:compute/router:Router": linked("projects/{project}/regions/{region}/routers/{name}"),
  "gcp:compute/routerNat:RouterNat": { id: "{project}/{region}/{router}/{name}" },
  "gcp:compute/address:Address": linked("projects/{project}/regions/{region}/addresses/{name}"),
  "gcp:compute/disk:Disk": linked("projects/{project}/zones/{zone}/disks/{name}"),
  "gcp:compute/attachedDisk:AttachedDisk": {
    id: "projects/{project}/zones/{zone}/instances/{instance:last}/{disk:last}",
  },
  "gcp:compute/instance:Instance": {
    ...linked("projects/{project}/zones/{zone}/instances/{name}"),
    instanceId: "{number}",
  },
  "gcp:compute/resourcePolicy:ResourcePolicy": linked("projects/{project}/regions/{region}/resourcePolicies/{name}"),
  "gcp:compute/resourcePolicyAttachment:ResourcePolicyAttachment": { id: "{project}/{zone}/{instance:last}/{name}" },
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment": {
    id: "{project}/{zone}/{disk:last}/{name}",
  },
} as const;
