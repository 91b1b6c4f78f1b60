import { hour } from "../../../account/clock";

/** AWS Config's frequencies by name, in milliseconds. */
export const frequencies: Record<string, number> = {
  One_Hour: hour,
  Three_Hours: 3 * hour,
  Six_Hours: 6 * hour,
  Twelve_Hours: 12 * hour,
  TwentyFour_Hours: 24 * hour,
};
