import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Resource,
} from "@pulumi/pulumi";
import type { Site } from "./site.ts";

/** One logical entity of an environment: its resources, who may use them, and what is alarmed about them. */
export abstract class Component extends ComponentResource {
  /** Of every child. */
  protected readonly within: CustomResourceOptions;
  /** Of children that hold what cannot be made again. */
  protected readonly kept: CustomResourceOptions;

  constructor(kind: string, name: string, { settings: { protect } }: Site, options: ComponentResourceOptions) {
    super(`sluice:infra:${kind}`, name, {}, options);
    this.within = { parent: this };
    this.kept = { parent: this, protect };
  }

  /** Options of a child that needs others which none of its inputs names. */
  protected after(...needed: readonly Resource[]): CustomResourceOptions {
    return { ...this.within, dependsOn: [...needed] };
  }
}
