// The one dialog of the page. The browser keeps the focus inside, and gives it back.
import { byId, el, button } from "./dom.js";
import { said } from "./announce.js";

const node = () => byId("dialog");

/**
 * @param content elements below the title
 * @param size `small` or nothing
 */
export function openDialog(title, content, size = "") {
  const close = button("Close", closeDialog, { className: "plain" });
  node().className = size;
  node().replaceChildren(
    el("div", { className: "head" }, el("h2", { id: "dialog-title" }, title), close),
    ...content,
    el("p", { id: "dialog-trouble", role: "alert" }),
  );
  if (!node().open) {
    node().showModal();
  }
}

export function closeDialog() {
  node().close();
}

/** Does it; what fails is told in the dialog, which then stays open. */
export async function trying(act) {
  const trouble = byId("dialog-trouble");
  trouble.replaceChildren();
  try {
    return await act();
  } catch (error) {
    trouble.append(
      el("span", { className: "notice" }, [said(error), error.wayOut ?? ""].join(" ").trim()),
    );
    return undefined;
  }
}
