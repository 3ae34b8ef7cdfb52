// Keeps one element per item over refreshes, so that focus, selection and scroll positions stay.

/**
 * @param container holds the elements
 * @param create makes an element for an item
 * @param update brings it up to date
 * @returns a function that shows a list of items
 */
export function keyedList(container, key, create, update) {
  const shown = new Map();
  return (items) => {
    const wanted = new Set(items.map(key));
    for (const [id, node] of shown) {
      if (!wanted.has(id)) {
        node.remove();
        shown.delete(id);
      }
    }
    items.forEach((item, index) => {
      const id = key(item);
      const node = shown.get(id) ?? create(item);
      shown.set(id, node);
      update(node, item);
      if (container.children[index] !== node) {
        container.insertBefore(node, container.children[index] ?? null);
      }
    });
  };
}
