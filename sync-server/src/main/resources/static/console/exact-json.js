// Reads JSON without changing a number: 1760000000123456789 stays what it is, and so does 1.0.
// Objects are Maps in their order; a number is an ExactNumber with its own letters.

export class ExactNumber {
  constructor(letters) {
    this.letters = letters;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);

/** @throws SyntaxError that names the place */
export function parse(text) {
  const reader = { text, at: 0 };
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.at < text.length) {
    throw wrong(reader, "nothing more is expected");
  }
  return value;
}

function readValue(reader) {
  skipSpace(reader);
  const first = reader.text[reader.at];
  if (first === "{") {
    return readObject(reader);
  } else if (first === "[") {
    return readArray(reader);
  } else if (first === '"') {
    return JSON.parse(take(reader, STRING, "a text is not closed"));
  } else if (first === "-" || (first >= "0" && first <= "9")) {
    return new ExactNumber(take(reader, NUMBER, "that is no number"));
  }
  return readWord(reader);
}

function readWord(reader) {
  for (const [word, value] of WORDS) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  throw wrong(reader, "a value is expected");
}

function readObject(reader) {
  const fields = new Map();
  eachUntil(reader, "}", () => {
    skipSpace(reader);
    const name = JSON.parse(take(reader, STRING, "a name in quotes is expected"));
    expect(reader, ":");
    fields.set(name, readValue(reader));
  });
  return fields;
}

function readArray(reader) {
  const items = [];
  eachUntil(reader, "]", () => items.push(readValue(reader)));
  return items;
}

function eachUntil(reader, end, read) {
  reader.at += 1;
  skipSpace(reader);
  if (reader.text[reader.at] === end) {
    reader.at += 1;
    return;
  }
  do {
    read();
    skipSpace(reader);
  } while (reader.text[reader.at] === "," && (reader.at += 1));
  expect(reader, end);
}

function expect(reader, letter) {
  skipSpace(reader);
  if (reader.text[reader.at] !== letter) {
    throw wrong(reader, `'${letter}' is expected`);
  }
  reader.at += 1;
}

function take(reader, pattern, otherwise) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (!found) {
    throw wrong(reader, otherwise);
  }
  reader.at = pattern.lastIndex;
  return found[0];
}

function skipSpace(reader) {
  take(reader, SPACE, "");
}

function wrong(reader, what) {
  const before = reader.text.slice(0, reader.at).split("\n");
  return new SyntaxError(`Line ${before.length}, column ${before.at(-1).length + 1}: ${what}.`);
}

/** The JSON again; pretty with an indent. */
export function write(value, indent = "", margin = "") {
  if (value instanceof ExactNumber) {
    return value.letters;
  }
  const isMap = value instanceof Map;
  if (!isMap && !Array.isArray(value)) {
    return JSON.stringify(value);
  }
  const inner = margin + indent;
  const parts = isMap
    ? [...value].map(([name, v]) => `${JSON.stringify(name)}:${indent ? " " : ""}${write(v, indent, inner)}`)
    : value.map((v) => write(v, indent, inner));
  const [open, close] = isMap ? "{}" : "[]";
  if (!indent || parts.length === 0) {
    return open + parts.join(",") + close;
  }
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}
