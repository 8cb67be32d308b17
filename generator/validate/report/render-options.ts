/** How a report is shown. */

export interface RenderOptions {
  readonly color: boolean;
  /** Text: nothing but the findings. */
  readonly quiet?: boolean;
}
