/** Small pages and line files, written for the tests. */

export const LINE_YAML = `line: toy
title: Toy
description: A line for tests.
pages:
  - page: toy/page.md
    reader: markdown
connections:
  public:
    access: public
    description: Public data.
    endpoints: { mainnet: ["wss://toy.example/ws"] }
    source: by hand
subscription:
  form: args
  subscribe: { message: { op: subscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribe: { message: { op: unsubscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
replies: []
correlation: { by: echo, pointer: /request }
limits: []
slots:
  symbol: { description: Symbol., example: ABC, source: by hand }
topics:
  - name: tick
    description: Ticks.
    connection: public
    heading: Tick
    topics: ["tick.{symbol}"]
skip: []
`;

export const TABLE = `| Parameter | Type | Comments |
|---|---|---|
| price | string | Price |
| size | number | Size |
`;

export const EXAMPLE = `\`\`\`json
{
  "topic": "tick.ABC",
  "data": [{ "price": "1.5", "size": 2 }]
}
\`\`\`
`;

export const PAGE = `# Tick

${TABLE}
${EXAMPLE}`;
