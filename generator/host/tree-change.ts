/** What writing an output tree does, or would do, to one file. */
export interface TreeChange {
  /** From the folder's root, with `/`. */
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}
