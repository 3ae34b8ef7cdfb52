// Asks for the bearer token.
import { el } from "./dom.js";
import { closeDialog, openDialog } from "./dialog.js";
import { keepToken, token } from "./session.js";

/** @param onChange after the token became another one */
export function openTokenDialog(onChange) {
  const field = el("input", { type: "password", id: "token-field", autocomplete: "off", value: token() });
  const form = el(
    "form",
    { method: "dialog" },
    el("p", { className: "quiet" }, "Kept in this tab only, and gone when it is closed."),
    el("label", { htmlFor: "token-field" }, "Bearer token"),
    field,
    el("div", { className: "buttons" },
      el("button", { type: "submit", className: "main" }, "Use it"),
      el("button", { type: "button", onclick: () => use("") }, "Forget it")),
  );
  const use = (value) => {
    keepToken(value.trim());
    closeDialog();
    onChange();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use(field.value);
  });
  openDialog("Token", [form], "small");
  field.focus();
}
