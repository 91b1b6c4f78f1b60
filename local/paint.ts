import { styleText } from "node:util";

/** How a run is printed. */
export interface PrintOptions {
  color: boolean;
  /** Columns of the terminal, of which 80 are used; undefined where there is none, which makes the same text. */
  width?: number | undefined;
  /** Whether all is printed: each resource, each evaluation, whole messages, outputs and what was as expected. */
  verbose?: boolean | undefined;
  /** Where a reader finds the whole messages; undefined if nobody wrote them. */
  messages?: string | undefined;
}

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** @param good whether green may be used: what has failed must not look as if it had gone well */
export function painter(color: boolean, good = true): Paint {
  return (style, text) =>
    color && (good || style !== "green") ? styleText(style, text, { validateStream: false }) : text;
}
