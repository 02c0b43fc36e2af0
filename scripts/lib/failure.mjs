/** Something a person can put right: shown as one sentence and its remedy, without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message what is wrong, one sentence
   * @param {string} remedy what to do about it, one sentence
   * @param {string[]} [details] the last lines of whatever failed
   */
  constructor(message, remedy, details = []) {
    super(message);
    this.name = "Failure";
    this.remedy = remedy;
    this.details = details;
  }
}

/** The lines to show for an error: short for a Failure, with the stack for a bug. */
export function explain(error) {
  if (!(error instanceof Failure))
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  return [...error.details.map((line) => `  | ${line}`), error.message, error.remedy];
}

/** The message of anything thrown. */
export function messageOf(error) {
  if (!(error instanceof Error)) return String(error);
  // A refused connection to a name with several addresses has a code and no message.
  return error.message || error.code || error.name;
}
