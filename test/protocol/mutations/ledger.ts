import { blindly, inWrongOrder, type Mutation, mutateObjects, readAs, withoutWrites } from "./mutation.ts";

// Entries, markers, names and messages.

export const ledgerMutations: readonly Mutation[] = [
  {
    rule: "an entry changes by compare-and-swap alone",
    scenario: "lease clocks",
    mutate: mutateObjects((objects) => blindly(objects, /\/drops\//)),
  },
  {
    rule: "the marker open comes before the entry",
    scenario: "everything",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/open\//, /\/drops\//)),
  },
  {
    rule: "a drop that has not ended is marked open",
    scenario: "everything",
    mutate: mutateObjects((objects) => withoutWrites(objects, /\/open\//)),
  },
  {
    rule: "the marker ready comes before READY",
    scenario: "everything",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/ready\//, /\/drops\//)),
  },
  {
    rule: "leases are compared with the store's clock",
    scenario: "lease clocks",
    mutate: mutateObjects((_objects, { clock }) => ({ time: async () => clock.now() })),
  },
  {
    rule: "names/ moves on with every publication",
    scenario: "re-uploads with replace",
    mutate: mutateObjects((objects) => withoutWrites(objects, /\/names\//)),
  },
  {
    rule: "names/ moves only to a newer drop",
    scenario: "re-uploads with merge",
    mutate: mutateObjects((objects) => {
      return readAs(objects, /\/names\//, (name) => ({ ...name, arrived: "2000-01-01T00:00:00.000Z" }));
    }),
  },
  {
    rule: "the original is copied of the generation that arrived",
    scenario: "superseded",
    mutate: mutateObjects((objects) => ({
      async copy(from, to, precondition) {
        const present = await objects.stat(from.name);
        return objects.copy(present ?? from, to, precondition);
      },
    })),
  },
  {
    rule: "DUPLICATE only of the same bytes",
    scenario: "re-uploads with merge",
    mutate: (tools, world) => {
      const alike = { bytes: "1", crc32c: "AAAAAA==" };
      const { objects } = tools;
      const change = mutateObjects(() => ({
        ...readAs(objects, /\/names\//, (name) => ({ ...name, ...alike })),
        stat: async (name) => {
          const meta = await objects.stat(name);
          return meta && name.startsWith("raw/") ? { ...meta, ...alike } : meta;
        },
        copy: async (...given) => ({ ...(await objects.copy(...given)), ...alike }),
      }));
      return { ...change(tools, world), sha256: async () => "the same" };
    },
  },
  {
    rule: "what is to be told is marked before it comes true",
    scenario: "messages",
    mutate: mutateObjects((objects) => inWrongOrder(objects, /\/pending\//, /\/drops\//)),
  },
  {
    rule: "what a message tells is remembered",
    scenario: "messages",
    from: 180,
    mutate: mutateObjects((objects) => withoutWrites(objects, /\/told\//)),
  },
];
