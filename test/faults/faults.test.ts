import { describeFaults } from "./matrix";

// Those that need no waiting; `npm run test:faults` plays all of them.
describeFaults(["throttled once", "expired token"]);
