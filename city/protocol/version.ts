/** Version of the agent protocol: observation, action, result. */
export const PROTOCOL_VERSION = 1;
/** Version of the binary wire frames between worker, relay and browser. */
export const WIRE_VERSION = 1;
/** Version of city/SPEC.md: what a log was written under. */
export const SPEC_VERSION = 1;
