/**
 * Sample code sends its pings at another pace than the text asks for, which is `heartbeat` of the line file: here 20 s.
 * Once a page.
 *
 *     # Heartbeat
 *
 *     ```python
 *     ws.run_forever(ping_interval=30)
 *     ```
 *
 * line 4  number-contradiction
 *   claim     text: a ping every 20 s
 *   evidence  sample code: ws.run_forever(ping_interval=30)
 *   decision  20 s: the text stands
 */

import { codeLinesOf, pageRule } from "../rule.js";

export const numberContradictionPingInterval = pageRule("number-contradiction", (page, { file }) => {
  if (file.heartbeat === undefined) return [];
  const wanted = file.heartbeat.intervalMs / 1000;
  const other = codeLinesOf(page).find(({ text }) => {
    const seconds = secondsIn(text);
    return seconds !== undefined && seconds !== wanted;
  });
  if (!other) return [];
  return [
    {
      line: other.line,
      claim: `text: a ping every ${wanted} s`,
      evidence: `sample code: ${other.text.trim()}`,
      decision: `${wanted} s: the text stands`,
    },
  ];
});

function secondsIn(code: string): number | undefined {
  const [, interval, sleep] = /\bping_interval=(\d+)|\btime\.sleep\((\d+)\)/.exec(code) ?? [];
  const digits = interval ?? sleep;
  return digits === undefined ? undefined : Number(digits);
}
