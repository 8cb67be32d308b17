/** A moment as people and files write it. */

/** Milliseconds since 1970 of `2022-05-01` (the day's begin) or `2022-05-01T12:00:00Z`, both UTC; undefined for what is neither. */
export function isoTime(text: string): number | undefined {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/.exec(text) ?? [];
  const time = day === undefined ? Number.NaN : Date.parse(text);
  // The parser takes the 30th of February for a day of March.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(day ?? "") ? undefined : time;
}
