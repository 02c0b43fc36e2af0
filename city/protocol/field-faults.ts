import type { Err, FaultValues } from "../result.ts";
import { fillText } from "./fill-text.ts";

/**
 * What can be wrong with a field of a body: the whole list, for `errors[].code`, each with the city's English sentence.
 * Every language says it with the same places, which `errors[].values` fills.
 */
export const FIELD_FAULTS = {
  // Shape: whatever a schema finds.
  not_object: "The body must be a JSON object.",
  unknown_field: "This field is not known.",
  unknown_field_like: 'This field is not known. Did you mean "{meant}"?',
  missing: "This is needed.",
  wrong_type: "This must be of type {type}.",
  not_one_of: "This must be one of: {choices}.",
  not_one_of_like: 'This must be one of: {choices}. Did you mean "{meant}"?',
  too_short: "This has at least {min} characters.",
  too_long: "This has at most {max} characters.",
  too_small: "This must be {min} or more.",
  too_large: "This must be {max} or less.",
  too_few: "Give at least {min} of these.",
  too_many: "Give at most {max} of these.",
  bad_form: "This must have the form {form}.",
  bad_value: "This does not fit.",
  not_one_target: "Give exactly one of building, parcel, agent, point.",
  // Names, and what signs people in.
  name_length: "A name has 1 to {max} characters; this one has {length}.",
  bad_name: "A name is made of characters that can be seen: no control, zero-width or direction characters.",
  bad_email: "This is not an e-mail address such as ada@example.org.",
  password_length: "A password has {min} to {max} characters; several words make a good one.",
  common_password: "This is one of the passwords everybody tries first: choose another.",
  personal_password: "Your name or e-mail address is no password: choose another.",
  wrong_password: "The password is wrong.",
  wrong_code: "This code is wrong, too old, or was used already.",
  // Agents: their minds, homes, keys and passports.
  no_scope: "A key needs one scope at least.",
  bad_model: "Name the model as its provider does, in ASCII and without spaces.",
  bad_model_address: "Give the address of the server, such as https://models.example.org/v1.",
  model_address_login: "The address may hold no user name and no password.",
  model_address_query: "The address may have no query and no fragment.",
  model_address_unused: "Only an OpenAI-compatible server takes an address.",
  provider_key_missing: "Enter your key of this provider, or use the city's.",
  city_key_missing: "The city has no key of a server of yours: use your own.",
  bad_seal: "What was sealed cannot be opened: enter it anew.",
  no_decide: "The program must have a function decide(observation) that returns an action.",
  bad_program: "The program cannot be read: {reason} (line {line}).",
  bad_home: "{home} is not a home of this city.",
  no_room: "Every home of the city is full: name one, to share it.",
  damaged: "The checksum does not fit: the passport was changed or cut after it was written.",
  // Addresses of webhooks.
  bad_url: "This is not a complete address such as https://example.org/hook.",
  bad_scheme: "The address must begin with https:// or http://.",
  has_login: "The address may not hold a name or a password.",
  bad_port: "Use port 80, 443, 8080 or 8443.",
  private_address: "The address belongs to a private network or to this machine.",
  // Accounts of a transfer.
  not_your_account: "This is none of your accounts.",
  bad_account: "Give the id of an agent (agt_…) or a person (usr_…).",
  only_own_purse: "Money an agent has at City Hall can only be brought to that agent's purse.",
  same_account: "This is the same account.",
} as const;
export type FieldFaultCode = keyof typeof FIELD_FAULTS;

export function isFieldFaultCode(text: string): text is FieldFaultCode {
  return Object.hasOwn(FIELD_FAULTS, text);
}

/** Says what is wrong with one thing that was given; `values` fill the places of the sentence. */
export function fault<C extends FieldFaultCode>(code: C, values: FaultValues = {}): Err<C> {
  return { ok: false, code, message: fillText(FIELD_FAULTS[code], values), values };
}

/** One thing wrong with a body. */
export interface FieldFault {
  /** Where: a JSON pointer. */
  readonly pointer: string;
  readonly code: FieldFaultCode;
  /** One sentence in English, with its values put in. */
  readonly detail: string;
  readonly values: FaultValues;
}

/** The fault at its place in the body. */
export function faultAt(pointer: string, { code, message, values = {} }: Err<FieldFaultCode>): FieldFault {
  return { pointer, code, detail: message, values };
}
