import { type AgentService, isAgentOf } from "../agents.ts";
import type { Need } from "./need.ts";

/** A grant on the project; any role where none is told. */
export function onProject(role: string | null, isHis: (member: unknown) => boolean, whose: string): Need {
  return {
    what: `the grant ${whose} on the project${role === null ? "" : ` (${role})`}`,
    isMetBy: ({ type, inputs }) =>
      type === "gcp:projects/iAMMember:IAMMember" && (role === null || inputs.role === role) && isHis(inputs.member),
  };
}

/** A grant on the project, or on whatever of it. */
export function anywhere(role: string, member: string, whose: string): Need {
  return {
    what: `the grant ${whose} (${role})`,
    isMetBy: ({ type, inputs }) => /iammember$/i.test(type) && inputs.role === role && inputs.member === member,
  };
}

/** An agent is there once somebody has asked for it. */
export function identity(service: AgentService): Need {
  return {
    what: `the agent of ${service}`,
    isMetBy: ({ type, inputs }) =>
      type === "gcp:projects/serviceIdentity:ServiceIdentity" && inputs.service === service,
  };
}

export function isAgent(service: AgentService): (member: unknown) => boolean {
  return (member) => isAgentOf(service, member);
}
