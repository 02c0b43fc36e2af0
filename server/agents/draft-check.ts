import { Script } from "node:vm";
import { LIMITS } from "#city/limits.ts";
import type { DraftContent, DraftStep, ModelMind } from "#city/protocol/agent-draft.ts";
import { parseAgentName, parseLabel } from "#server/auth/agent-name.ts";

/** What keeps a draft from going live: at which step, in which field, and one sentence. */
export interface DraftFault {
  readonly step: DraftStep;
  /** JSON pointer into the draft's content. */
  readonly pointer: string;
  readonly detail: string;
}

/** Everything that is missing or wrong, in the order of the steps. Homes are not judged here: only the city knows them. */
export function draftFaults(content: DraftContent, hasOwnKey: boolean): DraftFault[] {
  const name = parseAgentName(content.name);
  const keyName = parseLabel(content.key_name, LIMITS.keyNameCharsMax);
  const faults: DraftFault[] = [];
  if (!name.ok) faults.push({ step: "profile", pointer: "/name", detail: name.message });
  faults.push(...mindFaults(content, hasOwnKey).map((fault) => ({ step: "mind" as const, ...fault })));
  if (!keyName.ok) faults.push({ step: "key", pointer: "/key_name", detail: keyName.message });
  if (content.key_scopes.length === 0)
    faults.push({ step: "key", pointer: "/key_scopes", detail: "A key needs one scope at least." });
  return faults;
}

/** What is wrong with how a model or code agent is to think. */
export function mindFaults(
  { kind, model, program }: Pick<DraftContent, "kind" | "model" | "program">,
  hasOwnKey: boolean,
): { readonly pointer: string; readonly detail: string }[] {
  if (kind === "model") return modelFaults(model, hasOwnKey);
  if (kind !== "code") return [];
  const fault = programFault(program);
  return fault === null ? [] : [{ pointer: "/program", detail: fault }];
}

function modelFaults(model: ModelMind, hasOwnKey: boolean): { pointer: string; detail: string }[] {
  if (model.provider === "scripted") return [];
  const faults: { pointer: string; detail: string }[] = [];
  if (!/^[\x21-\x7e]+$/.test(model.model))
    faults.push({
      pointer: "/model/model",
      detail: "Name the model as its provider does, in ASCII and without spaces.",
    });
  const address = model.provider === "compatible" ? addressFault(model.base_url) : null;
  if (address !== null) faults.push({ pointer: "/model/base_url", detail: address });
  if (model.provider !== "compatible" && model.base_url !== null)
    faults.push({ pointer: "/model/base_url", detail: "Only an OpenAI-compatible server takes an address." });
  if (model.key === "own" && !hasOwnKey)
    faults.push({ pointer: "/provider_key", detail: "Enter your key of this provider, or use the city's." });
  if (model.key === "city" && model.provider === "compatible")
    faults.push({ pointer: "/model/key", detail: "The city has no key of a server of yours: use your own." });
  return faults;
}

/** Why an address is no model server's, or null. */
function addressFault(text: string | null): string | null {
  const url = URL.parse(text ?? "");
  if (url === null || !["https:", "http:"].includes(url.protocol))
    return "Give the address of the server, such as https://models.example.org/v1.";
  if (url.username !== "" || url.password !== "") return "The address may hold no user name and no password.";
  return url.search === "" && url.hash === "" ? null : "The address may have no query and no fragment.";
}

/** Why a program could not be started, or null. It is parsed and never run here. */
function programFault(program: string): string | null {
  if (!/\bfunction\s+decide\s*\(/.test(program))
    return "The program must have a function decide(observation) that returns an action.";
  try {
    new Script(program, { filename: "program" });
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = /program:(\d+)/.exec(error.stack ?? "")?.[1];
    return `The program cannot be read: ${error.message.slice(0, 120)}${line === undefined ? "" : ` (line ${line})`}.`;
  }
}
