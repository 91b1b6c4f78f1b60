import { World } from "./world";

const lambda = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret-access-key",
  AWS_SESSION_TOKEN: "session-token",
};

let world: Promise<World> | undefined;

/**
 * Lets the rule's sources run in this process as in Lambda. One world a process: the rule keeps its clients, and these
 * the endpoint they first saw.
 *
 * @returns the world, and what puts the environment back
 */
export async function enterLambda(): Promise<{ world: World; leave: () => void }> {
  world ??= World.start();
  const entered = (await world).unref();
  const earlier = { ...process.env };
  Object.assign(process.env, lambda, { AWS_ENDPOINT_URL: entered.url });
  return {
    world: entered,
    leave: () => {
      process.env = earlier;
    },
  };
}
