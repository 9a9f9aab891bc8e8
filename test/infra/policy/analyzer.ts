import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages, { type AnalyzeDiagnostic, type AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";

const PACK = join(import.meta.dirname, "../../../infra/policy/pack");
const RUNNER = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");

export interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, JavaScriptValue>>;
  readonly protect?: boolean;
}

/** What is said of a resource, or of the stack. */
export interface Said {
  readonly rule: string;
  readonly message: string;
  readonly isMandatory: boolean;
}

/** The policy pack as `pulumi up --policy-pack infra/policy/pack` starts it, and what Pulumi asks it. */
export interface Analyzer {
  analyze(resource: Asked): Promise<readonly Said[]>;
  analyzeStack(resources: readonly Asked[]): Promise<readonly Said[]>;
  /** Names of its rules. */
  rules(): Promise<readonly string[]>;
  close(): void;
}

export async function startAnalyzer(config: Readonly<Record<string, string>>): Promise<Analyzer> {
  const words = [RUNNER, "127.0.0.1:0", "."];
  // As Pulumi tells programs and packs alike.
  const env = { PATH: process.env.PATH ?? "", PULUMI_CONFIG: JSON.stringify(config), PULUMI_NODEJS_STACK: "dev" };
  const child = spawn(process.execPath, words, { cwd: PACK, env, stdio: ["ignore", "pipe", "pipe"] });
  const port = await portOf(child);
  const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return {
    async analyze(resource) {
      const request = new messages.AnalyzeRequest();
      request.setUrn(urnOf(resource)).setType(resource.type).setName(resource.name);
      request.setProperties(structs.Struct.fromJavaScript(resource.inputs)).setOptions(optionsOf(resource));
      return saidIn(await called<AnalyzeResponse>((done) => client.analyze(request, done)));
    },
    async analyzeStack(resources) {
      const request = new messages.AnalyzeStackRequest();
      for (const resource of resources) {
        const one = new messages.AnalyzerResource();
        one.setUrn(urnOf(resource)).setType(resource.type).setName(resource.name);
        one.setProperties(structs.Struct.fromJavaScript(resource.inputs)).setOptions(optionsOf(resource));
        request.addResources(one);
      }
      return saidIn(await called<AnalyzeResponse>((done) => client.analyzeStack(request, done)));
    },
    async rules() {
      const { Empty } = (await import("google-protobuf/google/protobuf/empty_pb.js")).default;
      const info = await called<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
      return info.getPoliciesList().map((policy) => policy.getName());
    },
    close() {
      client.close();
      child.kill();
    },
  };
}

/** It writes its port and nothing else. */
function portOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((found, failed) => {
    let complaint = "";
    child.stderr?.on("data", (text) => {
      complaint += text;
    });
    child.once("exit", (code) => failed(new Error(`the policy pack ended with ${code}: ${complaint}`)));
    if (child.stdout) createInterface(child.stdout).once("line", (line) => found(Number(line)));
  });
}

function called<Answer>(call: (done: (error: Error | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((answered, failed) => call((error, answer) => (error ? failed(error) : answered(answer))));
}

function urnOf({ type, name }: Asked): string {
  return `urn:pulumi:dev::sluice::${type}::${name}`;
}

function optionsOf({ protect = false }: Asked): messages.AnalyzerResourceOptions {
  return new messages.AnalyzerResourceOptions().setProtect(protect);
}

function saidIn(response: AnalyzeResponse): Said[] {
  return response.getDiagnosticsList().map((one: AnalyzeDiagnostic) => ({
    rule: one.getPolicyname(),
    message: one.getMessage(),
    isMandatory: one.getEnforcementlevel() === messages.EnforcementLevel.MANDATORY,
  }));
}
