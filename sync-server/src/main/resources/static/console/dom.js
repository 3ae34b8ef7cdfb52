// Makes elements. Data only ever becomes text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element; properties by their DOM names, `on...` as listeners, `data`, `aria` and `attr` as attributes. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    set(node, name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function set(node, name, value) {
  if (name.startsWith("on")) {
    node.addEventListener(name.slice(2), value);
  } else if (name === "attr") {
    Object.entries(value).forEach(([key, v]) => node.setAttribute(key, v));
  } else if (name === "aria") {
    Object.entries(value).forEach(([key, v]) => node.setAttribute(`aria-${key}`, v));
  } else if (name === "data") {
    Object.assign(node.dataset, value);
  } else {
    node[name] = value;
  }
}

/** An SVG element. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets a text only where it differs, so that nothing is read out or selected anew for nothing. */
export function text(node, value) {
  const wanted = value ?? "";
  if (node.textContent !== wanted) {
    node.textContent = wanted;
  }
}

/** A button that cannot be pressed twice while it works. */
export function button(label, act, props = {}) {
  const node = el("button", { type: "button", ...props }, label);
  node.addEventListener("click", async () => {
    node.disabled = true;
    try {
      await act();
    } finally {
      node.disabled = false;
    }
  });
  return node;
}
