import { describeTelling } from "./telling/property";

// A few, always the same; `npm run test:slow` takes many.
describeTelling(80, 20261127);
