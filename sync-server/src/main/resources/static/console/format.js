// Numbers and times as people read them.

export function age(seconds) {
  if (seconds === null || seconds === undefined) {
    return "never";
  }
  return seconds < 1 ? "just now" : `${duration(seconds)} ago`;
}

export function duration(seconds) {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)} ms`;
  } else if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  } else if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  } else if (seconds < 172800) {
    return `${Math.round(seconds / 3600)} h`;
  }
  return `${Math.round(seconds / 86400)} d`;
}

/** Seconds since a time that the node wrote, by this browser's clock. */
export function since(time, now = Date.now()) {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? null : (now - at) / 1000;
}

export function clock(time) {
  const at = new Date(time ?? "");
  return Number.isNaN(at.getTime()) ? "" : at.toLocaleString();
}

export function count(number) {
  return Number(number ?? 0).toLocaleString("en");
}

export function counted(number, one, many = `${one}s`) {
  return `${count(number)} ${Number(number) === 1 ? one : many}`;
}
