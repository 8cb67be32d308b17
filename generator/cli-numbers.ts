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
