import { Script } from "node:vm";
import { LIMITS } from "#city/limits.ts";
import type { DraftContent, DraftStep, ModelMind } from "#city/protocol/agent-draft.ts";
import { type FieldFault, type FieldFaultCode, fault, faultAt } from "#city/protocol/field-faults.ts";
import type { Err } from "#city/result.ts";
import { parseAgentName, parseLabel } from "#server/auth/agent-name.ts";

/** What keeps a draft from going live: at which step, and where in the draft's content. */
export interface DraftFault extends FieldFault {
  readonly step: DraftStep;
}

/** Everything that is missing or wrong, in the order of the steps. Homes are not judged here: only the city knows them. */
export function draftFaults(content: DraftContent, hasOwnKey: boolean): DraftFault[] {
  const name = parseAgentName(content.name);
  const keyName = parseLabel(content.key_name, LIMITS.keyNameCharsMax);
  const faults: DraftFault[] = [];
  if (!name.ok) faults.push({ step: "profile", ...faultAt("/name", name) });
  faults.push(...mindFaults(content, hasOwnKey).map((fault) => ({ step: "mind" as const, ...fault })));
  if (!keyName.ok) faults.push({ step: "key", ...faultAt("/key_name", keyName) });
  if (content.key_scopes.length === 0)
    faults.push({ step: "key", ...faultAt("/key_scopes", fault("no_scope")) });
  return faults;
}

/** What is wrong with how a model or code agent is to think. */
export function mindFaults(
  { kind, model, program }: Pick<DraftContent, "kind" | "model" | "program">,
  hasOwnKey: boolean,
): FieldFault[] {
  if (kind === "model") return modelFaults(model, hasOwnKey);
  if (kind !== "code") return [];
  const found = programFault(program);
  return found === null ? [] : [faultAt("/program", found)];
}

function modelFaults(model: ModelMind, hasOwnKey: boolean): FieldFault[] {
  if (model.provider === "scripted") return [];
  const faults: FieldFault[] = [];
  if (!/^[\x21-\x7e]+$/.test(model.model)) faults.push(faultAt("/model/model", fault("bad_model")));
  const address = model.provider === "compatible" ? addressFault(model.base_url) : null;
  if (address !== null) faults.push(faultAt("/model/base_url", address));
  if (model.provider !== "compatible" && model.base_url !== null)
    faults.push(faultAt("/model/base_url", fault("model_address_unused")));
  if (model.key === "own" && !hasOwnKey) faults.push(faultAt("/provider_key", fault("provider_key_missing")));
  if (model.key === "city" && model.provider === "compatible")
    faults.push(faultAt("/model/key", fault("city_key_missing")));
  return faults;
}

/** Why an address is no model server's, or null. */
function addressFault(text: string | null): Err<FieldFaultCode> | null {
  const url = URL.parse(text ?? "");
  if (url === null || !["https:", "http:"].includes(url.protocol)) return fault("bad_model_address");
  if (url.username !== "" || url.password !== "") return fault("model_address_login");
  return url.search === "" && url.hash === "" ? null : fault("model_address_query");
}

/** Why a program could not be started, or null. It is parsed and never run here. */
function programFault(program: string): Err<FieldFaultCode> | null {
  if (!/\bfunction\s+decide\s*\(/.test(program)) return fault("no_decide");
  try {
    new Script(program, { filename: "program" });
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const line = /program:(\d+)/.exec(error.stack ?? "")?.[1] ?? "?";
    return fault("bad_program", { reason: error.message.slice(0, 120), line });
  }
}
