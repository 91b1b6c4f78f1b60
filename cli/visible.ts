/**
 * What a terminal, a spreadsheet or a browser obeys instead of showing it: control characters (C0, DEL, C1), marks of writing
 * direction, and Unicode's line and paragraph separators.
 */
const obeyed = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * A text on one line in which such characters are readable: `\u202e`. Whatever AWS answers may hold them: names of sessions,
 * user agents, error messages.
 */
export function visible(text: string): string {
  return text.replace(obeyed, escaped);
}

/** The same, but lines stay lines. */
export function visibleLines(text: string): string {
  return text.replace(obeyed, (character) => (character === "\n" ? character : escaped(character)));
}

/**
 * A value with every text in it readable, at any depth. Nothing but lists and plain objects is looked into. What needs no change
 * is not copied.
 */
export function visibleIn<T>(value: T, shown: (text: string) => string = visible): T {
  const within = (one: unknown): unknown => {
    if (typeof one === "string") return shown(one);
    const isList = Array.isArray(one);
    if (
      !isList &&
      (typeof one !== "object" || one === null || Object.getPrototypeOf(one) !== Object.prototype)
    )
      return one;
    const members = one as Record<string, unknown>;
    let copy: Record<string, unknown> | undefined;
    for (const name of Object.keys(members)) {
      const readable = within(members[name]);
      if (readable === members[name]) continue;
      copy ??= (isList ? [...(one as unknown[])] : { ...members }) as Record<string, unknown>;
      copy[name] = readable;
    }
    return copy ?? one;
  };
  return within(value) as T;
}

/** A document as indented JSON, which is read as what it was: here these characters are JSON's own escapes. */
export function visibleJson(document: object): string {
  return `${visibleLines(JSON.stringify(document, null, 2))}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
