import { useFormatter } from "use-intl";
import { type FieldFault, isFieldFaultCode } from "#city/protocol/field-faults.ts";
import { useText } from "#components/i18n/use-text.ts";
import type { ApiProblem } from "#components/net/api.ts";
import { useProblemText } from "./problem-text.ts";

/** Gives what to tell people about a field that the city found wrong, in their language; for a code of a newer city its sentence. */
export function useFaultText(): (fault: FieldFault) => string {
  const t = useText("faults");
  const format = useFormatter();
  return ({ code, detail, values }) => {
    if (!isFieldFaultCode(code)) return detail;
    const shown = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? format.number(value) : value,
    ]);
    return t(code, Object.fromEntries(shown));
  };
}

/** The same at the field itself, where what is empty is asked for as every form asks. */
export function useFieldFaultText(): (fault: FieldFault) => string {
  const k = useText("kit");
  const faultText = useFaultText();
  return (fault) =>
    fault.code === "name_length" && fault.values.length === 0 ? k("required") : faultText(fault);
}

/** Gives why a request was refused in one sentence: the first field that is wrong, else the problem itself. */
export function useRefusalText(): (problem: ApiProblem) => string {
  const faultText = useFaultText();
  const problemText = useProblemText();
  return (problem) => {
    const [first] = problem.errors;
    return first === undefined ? problemText(problem) : faultText(first);
  };
}
