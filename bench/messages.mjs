/** Messages of four shapes, with values that differ from message to message so that nothing is interned. */

const digits = (seed, length) => String((seed * 2654435761) % 10 ** length).padStart(length, "1");

export const SHAPES = {
  trade: (i) => ({
    topic: "trade.BTCUSDT",
    data: [
      {
        symbol: "BTCUSDT",
        tick_direction: i % 2 ? "PlusTick" : "ZeroMinusTick",
        price: `19${digits(i, 3)}.50`,
        size: 0.001 * (i % 900),
        timestamp: "2022-09-08T08:21:10.000Z",
        trade_time_ms: `1662625${digits(i, 6)}`,
        side: i % 2 ? "Buy" : "Sell",
        trade_id: `1250f670-85e6-5ab7-bdd0-${digits(i, 12)}`,
        is_block_trade: "false",
      },
    ],
  }),
  book: (i) => {
    const level = (n, withSize) => ({
      price: `2${digits(i + n, 3)}.00`,
      symbol: "BTCUSDT",
      id: 29990000 + i + n,
      side: n % 2 ? "Buy" : "Sell",
      ...(withSize ? { size: 8 + n } : {}),
    });
    return {
      topic: "orderBookL2_25.BTCUSDT",
      type: "delta",
      data: {
        delete: [level(0, false)],
        update: [level(1, true), level(2, true), level(3, true)],
        insert: [level(4, true)],
        transactTimeE6: 0,
      },
      cross_seq: 11519 + i,
      timestamp_e6: 1555647221331673 + i,
    };
  },
  execution: (i) => ({
    topic: "execution",
    id: `38682580${i}_BTCUSDT_140612148849382`,
    creationTime: 1746270400355 + i,
    data: [
      {
        category: "linear",
        symbol: "BTCUSDT",
        closedSize: "0.5",
        execFee: `26.${digits(i, 6)}`,
        execId: `0ab1bdf7-4219-438b-b30a-${digits(i, 12)}`,
        execPrice: `95${digits(i, 3)}.1`,
        execQty: "0.5",
        execType: "Trade",
        execValue: "47950.05",
        feeRate: "0.00055",
        tradeIv: "",
        markIv: "",
        blockTradeId: "",
        markPrice: "95901.48",
        indexPrice: "",
        underlyingPrice: "",
        leavesQty: "0",
        orderId: `9aac161b-8ed6-450d-9cab-${digits(i, 12)}`,
        orderLinkId: "",
        orderPrice: "94942.5",
        orderQty: "0.5",
        orderType: "Market",
        stopOrderType: "UNKNOWN",
        side: "Sell",
        execTime: `1746270${digits(i, 6)}`,
        isLeverage: "0",
        isMaker: i % 2 === 0,
        seq: 140612148849382 + i,
        marketUnit: "",
        execPnl: "0.05",
        createType: "CreateByUser",
        extraFees: [
          { feeCoin: "USDT", feeType: "GST", subFeeType: "IND_GST", feeRate: "0.0000675", fee: "0.006403779" },
        ],
      },
    ],
  }),
  instrument: (i) => {
    const e4 = () => `3229${digits(i, 5)}`;
    return {
      topic: "instrument_info.100ms.BTCUSDT",
      type: "snapshot",
      data: {
        id: 1,
        symbol: "BTCUSDT",
        last_price_e4: e4(),
        last_price: e4(),
        last_tick_direction: "ZeroPlusTick",
        prev_price_24h_e4: e4(),
        prev_price_24h: e4(),
        price_24h_pcnt_e6: "-27126",
        high_price_24h_e4: e4(),
        high_price_24h: e4(),
        low_price_24h_e4: e4(),
        low_price_24h: e4(),
        prev_price_1h_e4: e4(),
        prev_price_1h: e4(),
        price_1h_pcnt_e6: "10845",
        mark_price_e4: e4(),
        mark_price: e4(),
        index_price_e4: e4(),
        index_price: e4(),
        open_interest_e8: "1430451600000",
        total_turnover_e8: "5297934997553700000",
        turnover_24h_e8: "243143978993099700",
        total_volume_e8: "1184936057899924",
        volume_24h_e8: "7511238100000",
        funding_rate_e6: "100",
        predicted_funding_rate_e6: "-15",
        cross_seq: `65011${digits(i, 5)}`,
        created_at: "1970-01-01T00:00:00.000Z",
        updated_at: "2021-07-14T09:32:10.000Z",
        next_funding_time: "2021-07-14T16:00:00Z",
        count_down_hour: "7",
        bid1_price_e4: e4(),
        ask1_price_e4: e4(),
        bid1_price: e4(),
        ask1_price: e4(),
      },
      cross_seq: "6501157734",
      timestamp_e6: `162625513${digits(i, 7)}`,
    };
  },
};

/** `count` parsed messages: fresh objects, as a client has them. */
export const messagesOf = (shape, count) =>
  Array.from({ length: count }, (_, i) => JSON.parse(JSON.stringify(SHAPES[shape](i + 1))));

/** A message with one leaf of another type: what a validator has to refuse, and what pollutes its inline caches. */
export function mutate(message, index) {
  const copy = JSON.parse(JSON.stringify(message));
  const leaves = [];
  const visit = (node) => {
    for (const [key, value] of Object.entries(node)) {
      if (value !== null && typeof value === "object") visit(value);
      else leaves.push([node, key]);
    }
  };
  visit(copy);
  const [owner, key] = leaves[index % leaves.length];
  owner[key] = index % 3 === 0 ? null : typeof owner[key] === "string" ? 1 : "x";
  return copy;
}
