import { inParallel } from "../aws/in-parallel";
import { callerIdentity } from "../aws/clients";
import { checkRegion, chooseRegions } from "../cli/regions";
import { healthOf } from "../health/health";
import { readGraph } from "../preflight/graph";
import { answerChecks } from "./answer-checks";
import { atLeastOne, type Command } from "./command";

/** Whether what the stack deployed works. */
export const health: Command = async (context) => {
  const { options, connect, directory, now: here } = context;
  const graph = await readGraph(options.stack, {
    ...(options.regions !== undefined && { regions: chooseRegions(options.regions) }),
    ...(directory !== undefined && { directory }),
  });
  const [first] = atLeastOne(graph.regions.map(({ region }) => checkRegion(region)));
  const caller = await callerIdentity(connect(first));
  const checks = await inParallel(graph.regions, (plan) =>
    healthOf(connect(plan.region), plan, caller.simulatedTime ?? here, options.rule),
  );
  return answerChecks("health", checks.flat(), caller, context, { stack: options.stack });
};
