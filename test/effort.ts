/** How much a test tries: a sample that has something of everything, or with THOROUGH=1 much more, which takes minutes. */

export const THOROUGH = process.env.THOROUGH === "1";

/** Runs of a property. */
export const runs = (sample: number): number => (THOROUGH ? sample * 10 : sample);
