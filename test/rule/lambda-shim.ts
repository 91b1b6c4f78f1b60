// A Lambda-like process: loads the bundle once, and hands it one event after the other. Started by lambda.ts as plain
// Node, which strips these types by itself, so that nothing but the bundle is loaded.
void (async () => {
  interface Context {
    getRemainingTimeInMillis(): number;
    invokedFunctionArn: string;
    awsRequestId: string;
  }
  type Handler = (event: unknown, context: Context) => Promise<unknown>;
  const invokedFunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:evaluator";

  const [, , bundle = "", name = ""] = process.argv;
  const { [name]: handler } = (await import(bundle)) as Record<string, Handler | undefined>;
  if (handler === undefined) throw new Error(`${bundle} has no ${name}`);

  const invoke = async ({ event, timeout }: { event: unknown; timeout: number }): Promise<void> => {
    const end = Date.now() + timeout;
    let answer: object;
    try {
      answer = {
        result: await handler(event, {
          getRemainingTimeInMillis: () => end - Date.now(),
          invokedFunctionArn,
          awsRequestId: "request-1",
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
