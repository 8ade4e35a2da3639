/**
 * Read server-sent events from a response body.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{event: string, data: string}>}
 */
export async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      // What is left unfinished at the end of the stream is dropped, as the format asks.
      if (done) return;
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    // Whoever stops listening early wants no more sent; after the end this does nothing.
    reader.cancel().catch(() => {});
  }
}

/** Puts events together from text that may be cut anywhere. */
export class EventParser {
  #rest = "";
  #event = "";
  #data = [];

  /**
   * @param {string} text
   * @returns {Generator<{event: string, data: string}>} the events it completes
   */
  *feed(text) {
    const lines = this.#takeLines(text);
    for (const line of lines) {
      if (line !== "") this.#takeField(line);
      else yield* this.#finish();
    }
  }

  #takeLines(text) {
    this.#rest += text;
    const lines = [];
    // A last \r may be half of \r\n, so it waits for what comes next.
    const ending = /\r\n|\n|\r(?!$)/g;
    let start = 0;
    for (let match = ending.exec(this.#rest); match; match = ending.exec(this.#rest)) {
      lines.push(this.#rest.slice(start, match.index));
      start = ending.lastIndex;
    }
    this.#rest = this.#rest.slice(start);
    return lines;
  }

  #takeField(line) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") this.#event = value;
    if (field === "data") this.#data.push(value);
  }

  *#finish() {
    const data = this.#data;
    const event = this.#event || "message";
    this.#data = [];
    this.#event = "";
    if (data.length) yield { event, data: data.join("\n") };
  }
}
