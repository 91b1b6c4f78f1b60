import { Presets, SingleBar } from "cli-progress";

/** What is being done, on a line that disappears; nothing where nobody watches. */
export interface Progress {
  step: (what: string) => void;
  stop: () => void;
}

/** @param total how many steps there will be, for a bar; where it is not known, each step is only named */
export function startProgress(total?: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { step: () => undefined, stop: () => undefined };
  const format = total === undefined ? " {what}" : " {bar} {value} of {total}  {what}";
  const bar = new SingleBar(
    { stream, clearOnComplete: true, hideCursor: true, format },
    Presets.shades_classic,
  );
  bar.start(total ?? Infinity, 0, { what: "" });
  return {
    step: (what) => bar.increment(1, { what }),
    stop: () => bar.stop(),
  };
}
