/** A fault of a file that people write, at the place where it stands. */

export type Path = readonly (string | number)[];

export interface Fault {
  readonly path: Path;
  /** The place is the member's name, not its value. */
  readonly atName?: boolean;
  readonly message: string;
  readonly fix: string;
}
