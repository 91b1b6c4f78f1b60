import { Presets, SingleBar } from "cli-progress";

/** A bar on a terminal while Regions are looked at; nothing where nobody watches. */
export interface Progress {
  step(what: string): void;
  stop(): void;
}

export function startProgress(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return { step: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream, clearOnComplete: true, hideCursor: true, format: " {bar} {value} of {total}  {what}" },
    Presets.shades_classic,
  );
  bar.start(total, 0, { what: "" });
  return {
    step: (what) => bar.increment(1, { what }),
    stop: () => {
      bar.stop();
    },
  };
}
