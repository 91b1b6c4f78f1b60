import { describeTelling } from "./telling/property";

describeTelling(2_000, Number(process.env["PROPERTY_SEED"] ?? 20261127));
