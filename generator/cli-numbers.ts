/** Numbers in options: read whole, and within bounds. */

import { InvalidArgumentError } from "commander";

export const wholeNumber = (least: number, most: number): ((text: string) => number) =>
  numberOf(/^\d+$/, "a whole number", least, most);

export const decimalNumber = (least: number, most: number): ((text: string) => number) =>
  numberOf(/^\d+(\.\d+)?$/, "a number", least, most);

const numberOf =
  (form: RegExp, what: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!form.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be ${what} from ${least} to ${most}.`);
    return value;
  };

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  KI: 2 ** 10,
  MI: 2 ** 20,
  GI: 2 ** 30,
  TI: 2 ** 40,
};

/** `500MB`, `2GiB`, `1000`. */
export function byteCount(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([kmgt]i?)?b?$/i.exec(text) ?? [];
  const bytes = Math.round(Number(number) * (BYTES[unit.toUpperCase()] ?? 0));
  if (number === "" || bytes < 1) throw new InvalidArgumentError("It must be a size such as 500MB or 2GiB.");
  return bytes;
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86_400e3 };

/** What timers take. */
const LONGEST = 2 ** 31 - 1;

/** `30s`, `15m`, `1h`, `7d`, as milliseconds. */
export function milliseconds(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)$/.exec(text) ?? [];
  const ms = Math.round(Number(number) * (MILLISECONDS[unit] ?? 0));
  if (number === "" || ms < 1 || ms > LONGEST)
    throw new InvalidArgumentError("It must be a time such as 30s, 15m, 1h or 7d, and at most 24d.");
  return ms;
}
