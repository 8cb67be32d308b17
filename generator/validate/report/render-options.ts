/** How a report is shown. */

export interface RenderOptions {
  readonly color: boolean;
  /** Text: nothing but the causes. */
  readonly quiet?: boolean;
}
