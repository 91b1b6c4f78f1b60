// A Lambda-like process: loads the bundle once, and hands it one event after the other. Started by lambda.ts as plain
// Node, which strips these types by itself, so that nothing but the bundle is loaded.
void (async () => {
  interface Context {
    getRemainingTimeInMillis(): number;
    invokedFunctionArn: string;
  }
  type Handler = (event: unknown, context: Context) => Promise<unknown>;
  const invokedFunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:evaluator";

  const { handler } = (await import(process.argv[2] ?? "")) as { handler: Handler };

  const invoke = async ({ event, timeout }: { event: unknown; timeout: number }): Promise<void> => {
    const end = Date.now() + timeout;
    let answer: object;
    try {
      answer = {
        result: await handler(event, {
          getRemainingTimeInMillis: () => end - Date.now(),
          invokedFunctionArn,
        }),
      };
    } catch (error) {
      answer = error instanceof Error ? { error: { name: error.name, message: error.message } } : { error };
    }
    // Marks the end of what this invocation wrote: the two channels are not ordered between them.
    process.stdout.write("\u0000", () => process.send?.(answer));
  };

  process.on("message", (message: { event: unknown; timeout: number }) => void invoke(message));
  process.send?.({ ready: true });
})();
