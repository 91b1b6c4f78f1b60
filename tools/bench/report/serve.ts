// A busy account in a process of its own, so that its time and memory are not the report's. Sends its address.
import { BusyAccount } from "./busy-account";

void new BusyAccount(Number(process.argv[2])).listen(60_000).then(({ url, now }) => {
  process.send?.({ url, now: now.toISOString() });
});
