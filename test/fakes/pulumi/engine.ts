import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceMessages, { type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Resource, urnOf } from "./registry.ts";
import { plainOf, planned } from "./values.ts";

/** What a provider says of a resource that it has made. */
export interface Outcome {
  readonly id: string;
  /** Besides its inputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface EngineOptions {
  readonly project: string;
  readonly stack: string;
  /** Ids and outputs are unknown. */
  readonly isPreview: boolean;
  /** Throws where the service would refuse it. */
  made(resource: Resource): Outcome;
  /** Answer of a function such as `gcp:storage/getProjectServiceAccount:getProjectServiceAccount`. */
  asked(token: string, inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** Pulumi's engine as a program sees it: takes registrations, answers as a provider would, keeps what it was asked for. */
export interface Engine {
  /** `127.0.0.1:PORT`, of both of its services. */
  readonly address: string;
  readonly resources: readonly Resource[];
  /** Lines that the program or the SDK logged as errors. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Of the stack. */
  outputs(): Readonly<Record<string, unknown>>;
  close(): void;
}

const FEATURES = new Set(["secrets", "resourceReferences", "aliasSpecs", "deletedWith"]);
const { LogSeverity } = engineMessages;

type Struct = ReturnType<typeof structs.Struct.fromJavaScript>;
const struct = (value: object): Struct => structs.Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
const objectOf = (value: Struct | undefined): Record<string, unknown> => value?.toJavaScript() ?? {};

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const resources = new Map<string, Resource>();
  const errors: string[] = [];
  const warnings: string[] = [];
  let root = "";
  let stackOutputs: Readonly<Record<string, unknown>> = {};

  function register(request: RegisterResourceRequest) {
    const raw = objectOf(request.getObject());
    const resource = resourceOf(options, request, raw);
    if (resources.has(resource.urn)) throw new Error(`${resource.urn} is registered twice`);
    for (const urn of [resource.parent, ...resource.dependsOn]) {
      if (urn !== "" && !resources.has(urn)) throw new Error(`${resource.urn} names ${urn}, which is not there`);
    }
    resources.set(resource.urn, resource);
    const reply = new resourceMessages.RegisterResourceResponse();
    reply.setUrn(resource.urn);
    if (!resource.isCustom) return reply;
    const { id, outputs } = options.made(resource);
    reply.setObject(struct(options.isPreview ? planned(raw, outputs) : { ...raw, ...outputs }));
    if (!options.isPreview) reply.setId(id);
    return reply;
  }

  const server = new Server();
  server.addService(resourceServices.ResourceMonitorService as never, {
    supportsFeature: unary<typeof resourceMessages.SupportsFeatureRequest.prototype>((request) => {
      const reply = new resourceMessages.SupportsFeatureResponse();
      reply.setHassupport(FEATURES.has(request.getId()));
      return reply;
    }),
    registerResource: unary<RegisterResourceRequest>(register),
    registerResourceOutputs: unary<typeof resourceMessages.RegisterResourceOutputsRequest.prototype>((request) => {
      const outputs = plainOf(objectOf(request.getOutputs())).value as Record<string, unknown>;
      if (resources.get(request.getUrn())?.type === "pulumi:pulumi:Stack") stackOutputs = outputs;
      return new empty.Empty();
    }),
    invoke: unary<typeof resourceMessages.ResourceInvokeRequest.prototype>((request) => {
      const reply = new resourceMessages.ResourceInvokeResponse();
      const inputs = plainOf(objectOf(request.getArgs())).value as Record<string, unknown>;
      reply.setReturn(struct(options.asked(request.getTok(), inputs)));
      return reply;
    }),
    signalAndWaitForShutdown: unary(() => new empty.Empty()),
  });
  server.addService(engineServices.EngineService as never, {
    log: unary<typeof engineMessages.LogRequest.prototype>((request) => {
      const said = request.getSeverity();
      if (said === LogSeverity.ERROR) errors.push(request.getMessage());
      if (said === LogSeverity.WARNING) warnings.push(request.getMessage());
      return new empty.Empty();
    }),
    getRootResource: unary(() => {
      const reply = new engineMessages.GetRootResourceResponse();
      reply.setUrn(root);
      return reply;
    }),
    setRootResource: unary<typeof engineMessages.SetRootResourceRequest.prototype>((request) => {
      root = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
  });
  const port = await new Promise<number>((bound, failed) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, found) =>
      error ? failed(error) : bound(found),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    get resources() {
      return [...resources.values()];
    },
    errors,
    warnings,
    outputs: () => stackOutputs,
    close: () => server.forceShutdown(),
  };
}

function unary<Request>(answer: (request: Request) => object): handleUnaryCall<Request, object> {
  return ({ request }, reply) => {
    try {
      reply(null, answer(request));
    } catch (error) {
      reply({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
}

function resourceOf(options: EngineOptions, request: RegisterResourceRequest, raw: object): Resource {
  const named = { type: request.getType(), name: request.getName(), parent: request.getParent() };
  const { value, secrets } = plainOf(raw);
  return {
    urn: urnOf(options, named),
    ...named,
    isCustom: request.getCustom(),
    inputs: value as Record<string, unknown>,
    secrets,
    dependsOn: [...request.getDependenciesList()].sort(),
    provider: request.getProvider(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}
