import { expect, test } from "@jest/globals";
import { containerSpec, specObject } from "../../../lakehouse/plan/dataflow/container-spec.ts";
import { hashText } from "../../../lakehouse/plan/names.ts";
import { image, metadata, place } from "../../dataflow-templates/vectors/launch.ts";
import { asMessage } from "./messages.ts";

function spec(of: string = image) {
  const made = containerSpec(metadata, of, place);
  if ("problems" in made) throw new Error(made.problems.join("\n"));
  return made.spec;
}

test("Dataflow's own message knows every field", () => {
  expect(asMessage("ContainerSpec", spec())).toEqual(spec());
});

test.each([
  ["field", { sdkinfo: { language: "PYTHON" } }],
  ["language", { sdkInfo: { language: "TYPESCRIPT" } }],
  ["kind of parameter", { metadata: { parameters: [{ name: "lake", paramType: "FOLDER" }] } }],
])("and would show one %s that it does not", (_, wrong) => {
  expect(asMessage("ContainerSpec", wrong)).not.toEqual(wrong);
});

test("workers run the launcher's image", () => {
  expect(spec().defaultEnvironment.sdkContainerImage).toBe(spec().image);
});

test("it is named by its text, so that another image has another spec and the old one stays", () => {
  const { name, text } = specObject("split", spec());
  expect(name).toBe(`templates/split/spec-${hashText(text).slice(0, 12)}.json`);
  expect(JSON.parse(text)).toEqual(spec());
  expect(specObject("split", spec())).toEqual({ name, text });
  expect(specObject("split", spec(image.replace("sha256:0", "sha256:f"))).name).not.toBe(name);
});

test.each([
  "europe-west1-docker.pkg.dev/acme-dev/sluice/split:latest",
  "europe-west1-docker.pkg.dev/acme-dev/sluice/split",
  `split@sha256:${"0".repeat(64)}`,
  `europe-west1-docker.pkg.dev/acme-dev/sluice/split@sha256:${"0".repeat(63)}`,
])("an image is named by its digest, not as %s", (tagged) => {
  expect(containerSpec(metadata, tagged, { ...place, region: "Europe" })).toEqual({
    problems: [
      expect.stringMatching(/^image: /),
      expect.stringMatching(/^region: /),
      expect.stringMatching(/^subnetwork: /),
    ],
  });
});
