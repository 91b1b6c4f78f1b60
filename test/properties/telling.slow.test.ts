import { generated } from "./generated";
import { describeTelling } from "./telling/property";

describeTelling(...generated(2_000, 20261127));
