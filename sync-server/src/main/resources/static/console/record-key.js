// The key of a row as a person says it.
import { ExactNumber, parse, write } from "./exact-json.js";

/** `{"id": 3, "user": "u1"}` becomes `3, u1`; what is no JSON object stays as it is. */
export function keyText(key) {
  try {
    const fields = parse(key ?? "");
    return fields instanceof Map ? [...fields.values()].map(valueText).join(", ") : String(key);
  } catch {
    return key ?? "";
  }
}

function valueText(value) {
  return value instanceof ExactNumber ? value.letters : typeof value === "string" ? value : write(value);
}
