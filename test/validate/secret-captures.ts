/** A conversation with a secret in every place where one can stand, as a capture in every format. */

import type { FORMATS } from "../../generator/capture/formats.js";
import { textLine } from "../../generator/capture/recording.js";
import { ndjsonOf, START, trade } from "./captures.js";

/** Each is different from the others, and none is a part of a word that a report has to say. */
export const SECRETS = {
  keyOfAuth: "ak7CANARYauthArgs",
  signatureOfAuth: "sg8CANARYauthSign",
  expiresOfAuth: "1650000123457",
  keyOfLogin: "lk9CANARYlogin",
  passphraseOfLogin: "swordfishCANARY",
  keyOfQuery: "qk1CANARYquery",
  signatureOfQuery: "c2lnQ0FO/QVJZ+cXVlcnk=",
  userOfUrl: "uu2CANARYuser",
  passwordOfUrl: "up3CANARYpassword",
  listenKeyOfPath: "pq4CANARYlistenKeyOfPath0123456789",
  bearerOfHeader: "br5CANARYbearer",
  keyOfHeader: "hk6CANARYheader",
  accessToken: "at7CANARYaccess",
  refreshToken: "rt8CANARYrefresh",
  listenKey: "ls9CANARYlisten",
  bapiSign: "bs1CANARYsign",
  bapiKey: "bk2CANARYbapi",
  jwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJDQU5BUlkifQ.c2lnQ0FOQVJZ",
  digest: "cafebabe".repeat(8),
  quoted: 'qt3"CANARY\\quoted',
  keyOfCutLine: "cl4CANARYcutLine",
  userId: "842424242",
} as const;

export interface Frame {
  readonly sent?: boolean;
  readonly text: string;
}

const text = (message: unknown): string => JSON.stringify(message);

export const AUTH = {
  op: "auth",
  args: [SECRETS.keyOfAuth, Number(SECRETS.expiresOfAuth), SECRETS.signatureOfAuth],
};
const LOGIN = { method: "user.Login", params: [{ apiKey: SECRETS.keyOfLogin, passphrase: SECRETS.passphraseOfLogin }] };

/** Secrets where they are not known by their place: their values have to be known. */
const repeated = (key: string, index: number): Frame[] => [
  { text: text({ success: false, ret_msg: `error sign! origin_string[${key}5000]`, conn_id: "c", request: AUTH }) },
  { text: text({ topic: `order.${key}`, data: [] }) },
  { text: text(trade({ side: key })) },
  { text: text(trade({ [key]: 1 })) },
  { text: text(trade({ note: `of ${key}.`, size: key })) },
  { text: text(trade({ note: [`${"x".repeat(80 + index)}${key}`] })) },
  { text: text({ topic: "weather", note: `${"x".repeat(560 + index)}${key}` }) },
  { sent: true, text: text({ op: "subscribe", args: [`trade.${key}`] }) },
  { text: `not JSON, but ${key}` },
];

const VALUES: readonly string[] = [
  ...[SECRETS.keyOfAuth, SECRETS.expiresOfAuth, SECRETS.signatureOfAuth, SECRETS.keyOfLogin],
  ...[SECRETS.accessToken, SECRETS.listenKey, SECRETS.quoted, SECRETS.bapiKey, SECRETS.userId],
];

/** Only formats that tell the address know what is secret in it. */
const repeatedAddress = (): Frame[] =>
  [SECRETS.keyOfQuery, SECRETS.signatureOfQuery, SECRETS.passwordOfUrl, SECRETS.listenKeyOfPath].flatMap(repeated);

const ADDRESS = `wss://${SECRETS.userOfUrl}:${SECRETS.passwordOfUrl}@stream.example.org/ws/${SECRETS.listenKeyOfPath}`;
const QUERY = `?api_key=${SECRETS.keyOfQuery}&expires=${SECRETS.expiresOfAuth}&signature=${encodeURIComponent(SECRETS.signatureOfQuery)}`;
export const SECRET_URL = ADDRESS + QUERY;

const HALF = Math.ceil(VALUES.length / 2);

/** Secrets where their place tells them, or the text around it. */
const told: readonly Frame[] = [
  { sent: true, text: text(AUTH) },
  { sent: true, text: text({ ...AUTH, args: AUTH.args.slice(0, 2) }) },
  { sent: true, text: text(LOGIN) },
  { text: text({ success: false, ret_msg: 1, conn_id: "c", request: AUTH }) },
  { text: text({ success: false, ret_msg: 1, conn_id: "c", request: { inner: [LOGIN] } }) },
  { text: text({ ...trade(), accessToken: SECRETS.accessToken, refresh_token: SECRETS.refreshToken }) },
  { text: text(trade({ listenKey: SECRETS.listenKey, userId: Number(SECRETS.userId), secretKey: SECRETS.quoted })) },
  { text: text({ headers: { "X-BAPI-SIGN": SECRETS.bapiSign, "X-BAPI-API-KEY": SECRETS.bapiKey } }) },
  { text: text({ headers: [{ name: "X-BAPI-SIGN", value: SECRETS.bapiSign }] }) },
  { text: text(trade({ note: SECRETS.jwt, side: SECRETS.digest })) },
  { text: text({ topic: `a ${SECRETS.jwt}`, note: `see ${SECRET_URL}` }) },
  { text: text({ topic: "weather", note: `bad request ${text(AUTH)}, sent ${text(text(LOGIN))}` }) },
  { text: `Authorization: Bearer ${SECRETS.bearerOfHeader}` },
  { text: `GET /v5?a=1 X-BAPI-API-KEY: ${SECRETS.keyOfHeader}, Accept: */*` },
  { text: text({ op: "auth", args: [SECRETS.keyOfCutLine, 1, "x"] }).slice(0, 32) },
  { text: text({ topic: "x", apiSecret: SECRETS.keyOfCutLine }).slice(0, -4) },
  { text: text({ args: [SECRETS.keyOfCutLine, 1_650_000_000_000, "x"], op: "auth" }).slice(0, 40) },
  { text: text({ op: "auth", args: [SECRETS.keyOfCutLine, 1_650_000_000_000, "x"] }).slice(7) },
  { text: `{"topic":"x" "user_id":${SECRETS.userId}` },
];

/** Of the frames that differ in their value only: a word, a number, one with odd characters. */
export const distinct: readonly Frame[] = [
  ...[SECRETS.keyOfAuth, SECRETS.expiresOfAuth, SECRETS.quoted].flatMap(repeated),
  ...told,
];

export const frames = (withAddress: boolean): readonly Frame[] => [
  // Before anybody knows that it is secret.
  ...VALUES.slice(0, HALF).flatMap(repeated),
  ...told,
  ...VALUES.slice(HALF).flatMap(repeated),
  ...(withAddress ? repeatedAddress() : []),
];

const seconds = (index: number): string => (START / 1000 + index).toFixed(4);
const received = (): readonly Frame[] => frames(false).filter(({ sent }) => sent !== true);

/** By the name of the format. */
export const captures: Readonly<Record<(typeof FORMATS)[number]["name"], () => string>> = {
  ndjson: () => ndjsonOf(frames(false).map((frame) => frame.text)),
  "ndjson-envelope": () =>
    ndjsonOf(
      frames(true).map(({ sent, text: message }, index) => ({
        ts: START + index,
        dir: sent ? "out" : "in",
        url: SECRET_URL,
        message,
      })),
    ),
  recording: () =>
    frames(true)
      .map(({ sent, text: message }, index) =>
        textLine(
          { timeNs: BigInt(START + index) * 1_000_000n, connection: "private", url: SECRET_URL },
          sent ? "out" : "in",
          message,
          true,
        ),
      )
      .join(""),
  "cryptofeed-raw": () =>
    [
      `${SECRET_URL} <-> ${seconds(0)}`,
      `${SECRET_URL} <~> ${seconds(0)}`,
      ...frames(true).map(({ sent, text: message }, index) =>
        sent ? `${SECRET_URL} <- ${seconds(index)}: ${message}` : `${seconds(index)}: ${message}`,
      ),
      "",
    ].join("\n"),
  "cryptofeed-v2": () =>
    ndjsonOf([
      { t: "connect", conn: "a", ts: 1, addr: SECRET_URL },
      { t: "noise", headers: { Authorization: `Bearer ${SECRETS.bearerOfHeader}`, "X-BAPI-SIGN": SECRETS.bapiSign } },
      ...frames(true).map(({ sent, text: data }) => ({ t: sent ? "send" : "recv", conn: "a", ts: 2, data })),
    ]),
  tardis: () =>
    received()
      .map(
        ({ text: message }, index) => `2021-04-17T16:43:${String(index % 60).padStart(2, "0")}.0000000Z ${message}\n`,
      )
      .join(""),
  hftbacktest: () =>
    received()
      .map(({ text: message }, index) => `${START + index}000000 ${message}\n`)
      .join(""),
  har: () =>
    text({
      log: {
        entries: [
          {
            request: {
              url: SECRET_URL,
              headers: [{ name: "Authorization", value: `Bearer ${SECRETS.bearerOfHeader}` }],
            },
            _webSocketMessages: frames(true).map(({ sent, text: data }) => ({
              type: sent ? "send" : "receive",
              time: START / 1000,
              opcode: 1,
              data,
            })),
          },
        ],
      },
    }),
  terminal: () =>
    frames(false)
      .map(({ sent, text: message }) => `${sent ? ">" : "<"} ${message}\n`)
      .join(""),
  dialogue: () =>
    frames(false)
      .map(({ sent, text: message }) => `${sent ? ">" : "="} ${message}\n`)
      .join(""),
};
