import { styleText } from "node:util";

/** What text for people is fitted to. */
export interface Terminal {
  /** Whether to color. Color is never the only sign. */
  color: boolean;
  /** Columns; undefined where lines may be as long as they are. */
  width: number | undefined;
}

/** Of a stream that is no terminal Node leaves all of it undefined. */
type Stream = Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns" | "hasColors">>;
export type Style = Parameters<typeof styleText>[0];

/** Color and width of a terminal. A file, a pipe and `NO_COLOR` take plain text. */
export function terminal(stream: Stream = process.stdout): Terminal {
  return {
    color: stream.isTTY === true && stream.hasColors?.() === true,
    width: stream.isTTY === true ? stream.columns : undefined,
  };
}

/** Text in a style, where there are colors. */
export function paint(color: boolean, style: Style, text: string): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}
