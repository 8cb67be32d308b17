/** Words and numbers in sentences. */

export const grouped = (number: number): string => String(number).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** `1 frame`, `2,000 frames`; `plural` where it is not the word with an s. */
export const counted = (number: number, word: string, plural = `${word}s`): string =>
  `${grouped(number)} ${number === 1 ? word : plural}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1.5 MB` */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
