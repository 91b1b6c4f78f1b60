/** A time some days of 24 hours later, or earlier for a negative number. AWS's retention and logs know no time zones. */
export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * 86_400_000);
}
