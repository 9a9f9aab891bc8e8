import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type Member, membersOf } from "./members.ts";
import { type Shape, shapeOf } from "./shape.ts";

// Where the installed provider declares what. Its texts have hundreds of megabytes: only what is asked for is read, once.

const ROOT = dirname(fileURLToPath(import.meta.resolve("@pulumi/gcp")));
const PROVIDER = "pulumi:providers:gcp";

export interface ClassDeclaration {
  /** What it takes. */
  readonly inputs: readonly Member[];
  /** What it gives, by name; inputs are among it. */
  readonly outputs: ReadonlyMap<string, Shape>;
  /** Why the whole class is not to be used any more; null if it is. */
  readonly deprecated: string | null;
}

/** Of the class of a type such as `gcp:storage/bucket:Bucket`; null where the provider has none. */
export const classOf = remembered((type: string): ClassDeclaration | null => {
  const text = textOf(type);
  const name = type === PROVIDER ? "Provider" : (type.split(":")[2] ?? "");
  const start = text?.indexOf(`export declare class ${name} `) ?? -1;
  if (text === null || start < 0) return null;
  const body = (head: string) => text.slice(text.indexOf(head), text.indexOf("\n}", text.indexOf(head)));
  return {
    inputs: membersOf(body(`export interface ${name}Args {`)),
    outputs: new Map(
      [...body(`export declare class ${name} `).matchAll(/^ {4}readonly (\w+): pulumi\.Output<(.*)>;$/gm)].map(
        ([, output = "", given = ""]) => [output, shapeOf(given)],
      ),
    ),
    deprecated: deprecationOf(text.slice(0, start)),
  };
});

/** Of a nested input such as `inputs.storage.BucketVersioning`. */
export const nestedOf = remembered((reference: string): readonly Member[] => {
  const [name = "", module] = reference.split(".").slice(1).reverse();
  const text = nestedText();
  const indent = module === undefined ? "export " : "    ";
  const from = module === undefined ? 0 : text.indexOf(`\nexport declare namespace ${module} {`);
  const start = text.indexOf(`\n${indent}interface ${name} {`, from);
  if (from < 0 || start < 0) throw new Error(`${reference} is declared nowhere → look how declarations/find.ts reads`);
  return membersOf(text.slice(start, text.indexOf(module === undefined ? "\n}" : "\n    }\n", start)));
});

/** `iAMMember` is in `iammember.d.ts`, `index` in `index_.d.ts`, as `index.d.ts` is the module's. */
function textOf(type: string): string | null {
  if (type === PROVIDER) return readFileSync(`${ROOT}/provider.d.ts`, "utf8");
  const [, path = ""] = type.split(":");
  const [module = "", resource = ""] = path.split("/");
  const file = filesOf(module).get(`${resource === "index" ? "index_" : resource}.d.ts`.toLowerCase());
  return file === undefined ? null : readFileSync(`${ROOT}/${module}/${file}`, "utf8");
}

const filesOf = remembered((module: string): ReadonlyMap<string, string> => {
  if (!readdirSync(ROOT).includes(module)) return new Map();
  return new Map(readdirSync(`${ROOT}/${module}`).map((file) => [file.toLowerCase(), file]));
});

/** Six megabytes. */
const nestedFile = remembered((path: string) => readFileSync(`${ROOT}/${path}`, "utf8"));
const nestedText = () => nestedFile("types/input.d.ts");

/** A class is said to be deprecated in the comment before it: in a tag, or in a warning ahead of its examples. */
function deprecationOf(text: string): string | null {
  const comment = text.slice(text.lastIndexOf("/**"));
  const warning = /\*\*Warning:\*\* (.*\b(?:deprecated|discontinued|shut down|turned down)\b.*)/;
  const said = /@deprecated (.*)/.exec(comment) ?? warning.exec(comment.split("## Example Usage")[0] ?? "");
  return said?.[1]?.trim() ?? null;
}

function remembered<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    if (!found.has(name)) found.set(name, find(name));
    return found.get(name) as Value;
  };
}
