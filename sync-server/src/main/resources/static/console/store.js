// What the page knows. Views subscribe to a part and are told when it was read again.

export function createStore() {
  const parts = new Map();
  const listeners = new Map();
  return {
    get: (name) => parts.get(name),
    set(name, value) {
      const before = parts.get(name);
      parts.set(name, value);
      (listeners.get(name) ?? []).forEach((listener) => listener(value, before));
    },
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
  };
}
