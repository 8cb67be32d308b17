/** An exchange for tests: no word of it stands in the code. */

import { createReport } from "../generator/diagnostics/diagnostic.js";
import { ownSchema } from "../generator/host/own-schema.js";
import { checkExchangeFile, type ExchangeFile } from "../generator/spec/exchange-file.js";

/** Where a test writes a spec folder. */
export const EXCHANGE_YAML = `name: toy
title: Toy
package: "@toys/toy"
topicMembers: [topic, e]
symbols: { members: [symbol, s], quotes: [PRLT, PRL, REEF] }
requests: { members: [op, event], parameters: [/symbol, /params] }
answers: { members: [code], connection: conn_id }
records: { payload: data, containers: [result, levels, update, insert], deleted: delete }
enums: { vague: [status, type], open: [symbol, price, startdate], noValues: [MAKER] }
placeholders: { written: "{{key}}", prefixes: [name_, text_, toy_] }
copied:
  - { comment: "*conditional order type*", belongs: { field: "*stop*order*type*" }, because: the field is the type of the order itself }
`;

function readExchange(source: string): ExchangeFile {
  const report = createReport();
  const exchange = checkExchangeFile(source, "exchange.yaml", ownSchema("exchange"), report);
  if (!exchange) throw new Error(JSON.stringify(report.diagnostics));
  return exchange;
}

export const TOY_EXCHANGE: ExchangeFile = readExchange(EXCHANGE_YAML);
