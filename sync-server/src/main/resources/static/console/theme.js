// Dark or light: as the system says, until a person says otherwise.
import { byId } from "./dom.js";

const KEY = "tributary.theme";
const NEXT = { system: "dark", dark: "light", light: "system" };
const NAMES = { system: "Theme: system", dark: "Theme: dark", light: "Theme: light" };

export function startTheme() {
  const button = byId("theme");
  let theme = localStorage.getItem(KEY) ?? "system";
  const show = () => {
    if (theme === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    button.textContent = NAMES[theme] ?? NAMES.system;
  };
  button.addEventListener("click", () => {
    theme = NEXT[theme] ?? "system";
    localStorage.setItem(KEY, theme);
    show();
  });
  show();
}
