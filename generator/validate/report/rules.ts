/** What each code of a report means and what to do: the one table behind docs/findings/ and the links to it. */

export interface Rule {
  /** A few words, without a full stop. */
  readonly title: string;
  /** What was seen, and what it does to a reader. */
  readonly why: string;
  readonly todo: string;
}

const REREAD =
  "If many messages have it, the page is out of date: `wireloom learn` proposes the correction. If few have it, look at the first place in the capture.";
const RECORD_ANEW = "Record it anew, or take it out of the files that are named.";
const LOST =
  "Messages were lost, or came in another order: look for a gap or a reconnect in the capture. If nothing is missing, the rule in the line file is wrong.";

const RULES: Readonly<Record<string, Rule>> = {
  "other-type": {
    title: "A value of another type",
    why: "The value has another JSON type than documented. A reader of the documented type breaks, or computes nonsense.",
    todo: REREAD,
  },
  "other-format": {
    title: "Text that is no number",
    why: "The documentation promises a decimal number as text, and the text is something else.",
    todo: REREAD,
  },
  "other-constant": {
    title: "Another value than the only one documented",
    why: "The documentation names one value for this place, and another came.",
    todo: REREAD,
  },
  "missing-field": {
    title: "A required field is missing",
    why: "The documentation shows the field in every example and lists it; the message does not have it.",
    todo: REREAD,
  },
  "undocumented-field": {
    title: "A field that the documentation does not have",
    why: "Readers do not break, and do not know it.",
    todo: "`wireloom learn` proposes its description.",
  },
  "field-never-seen": {
    title: "A documented field that never came",
    why: "In a hundred messages or more the field did not come once. It may be gone, or need a condition that the page does not name.",
    todo: "`wireloom learn` proposes to mark it as unseen.",
  },
  "unknown-value": {
    title: "A value that no documented list has",
    why: "Lists of values are open: the message is valid, and a reader that switches over the value has no branch for it.",
    todo: "`wireloom learn` proposes to add it to the list.",
  },
  "too-few-items": {
    title: "A list that is too short",
    why: "The list has fewer items than the documentation promises. A reader that takes items by number gets nothing.",
    todo: REREAD,
  },
  "too-many-items": {
    title: "A list that is too long",
    why: "The list has more items than the documentation names. A reader that takes items by number drops the rest.",
    todo: REREAD,
  },
  "no-alternative": {
    title: "None of the documented shapes",
    why: "The documentation shows several shapes for this place, and the value has none of them.",
    todo: "Compare the sample with the shapes of the page; a correction goes into an overlay by hand.",
  },
  "several-alternatives": {
    title: "Several of the documented shapes",
    why: "Exactly one of the documented shapes is to fit, and more than one does: a reader cannot tell which it is.",
    todo: "Describe what tells the shapes apart, by an overlay.",
  },
  "other-message": {
    title: "A message that looks like another one",
    why: "Most of what the documented form has is missing, and another form fits: the message was sent under a topic that is not its own.",
    todo: "See whose message it looks like. The topic of the form, or the page, is wrong.",
  },
  "duplicate-key": {
    title: "A key that comes twice in an object",
    why: "JSON.parse keeps the last one, other parsers the first.",
    todo: "Tell the exchange; do not rely on either.",
  },
  "unsafe-integer": {
    title: "An integer that JSON.parse rounds",
    why: "The number is beyond 2^53, so that a JavaScript reader gets another one.",
    todo: "Read the frame with a parser that keeps digits. `x-unsafe-integer` in an overlay warns in the generated type.",
  },
  "too-deep": {
    title: "A message that nests too deep",
    why: "It has more levels than any documented message, and was not looked at further.",
    todo: "Look at the first place: it is not traffic of this exchange, or an attack.",
  },
  "line-too-long": {
    title: "A line above the limit",
    why: "The line of the capture is longer than `--max-line`, and was not read.",
    todo: "Raise `--max-line` if the line is meant.",
  },
  "unknown-request": {
    title: "A request that is not documented",
    why: "The client sent a message that the line file does not describe.",
    todo: "Describe it in the line file, or correct the client.",
  },
  "unknown-request-topic": {
    title: "A request for a topic that is not documented",
    why: "The client asked for a topic that no pattern of the line has.",
    todo: "Correct the client, or add the topic to the line file.",
  },
  "request-without-reply": {
    title: "A request without a reply",
    why: "The line documents a reply to each request, and none came before the connection ended.",
    todo: "Look whether the recording was cut, or the server dropped the request.",
  },
  "reply-without-request": {
    title: "A reply without a request",
    why: "An answer came to something that was not asked on this connection.",
    todo: "Look whether the recording has what was sent. If not, turn the check off with `--skip ack`.",
  },
  "data-before-ack": {
    title: "Data before the acknowledgement",
    why: "The first push of a topic came before the answer to its subscription. The protocol allows it; a client that waits for the answer loses data.",
    todo: "Take data as soon as it comes.",
  },
  "no-ping": {
    title: "No ping in time",
    why: "The client was silent for longer than the documented interval: the server may close the connection.",
    todo: "Send the heartbeat that the line documents. Recordings of half a minute have none: `--skip heartbeat`.",
  },
  "delta-before-snapshot": {
    title: "A delta before its snapshot",
    why: "A change came of a state that nobody has been told.",
    todo: "Drop deltas until the snapshot. If it never comes, subscribe anew.",
  },
  "sequence-went-back": {
    title: "A number that went back",
    why: "The sequence number of a topic became smaller.",
    todo: LOST,
  },
  "sequence-gap": {
    title: "A number that was left out",
    why: "Each message counts by one, and a number is missing between two.",
    todo: LOST,
  },
  "crossed-book": {
    title: "An order book that is crossed",
    why: "The best bid is at or above the best ask: no book of an exchange is, so a change was lost or applied wrongly.",
    todo: LOST,
  },
  "unknown-level": {
    title: "A change of a level that is not there",
    why: "A delta changes or deletes a level that the book does not have, or inserts one that it has.",
    todo: LOST,
  },
  "more-causes": {
    title: "Further causes that are not listed",
    why: "A report lists 2,000 causes of errors, 2,000 of warnings and 500 of infos; the rest is counted here.",
    todo: "Correct the first ones, or check parts of the capture. `--line` helps if the line is the wrong one.",
  },
  "unrouted/name-too-long": {
    title: "A frame with a very long name",
    why: "A name of more than 16,383 characters is not parsed: no message has one, and many of them take ever longer.",
    todo: "Look at the line: a recorder may have joined frames, or written something else into the capture.",
  },
  "unrouted/no-line": {
    title: "A frame of no product line",
    why: "Neither the endpoint nor the topics are of a line of the spec, so the frames were not checked.",
    todo: "Name the line with `--line`, or add it to the spec.",
  },
  "unrouted/not-json": {
    title: "A frame that is no JSON",
    why: "The text cannot be parsed, so nobody can read the frame.",
    todo: "Look at the first place: the recorder cut it, or the format (`--format-in`) is another one.",
  },
  "unrouted/too-many-values": {
    title: "A frame of very many values",
    why: "Text of more than 1 MiB with more than half a million values or levels is not parsed: no topic sends it, and parsing it could take all memory.",
    todo: "Look at the line: a recorder may have joined frames, or written something else into the capture.",
  },
  "unrouted/truncated-line": {
    title: "A last line that is cut",
    why: "The capture ends within a record: the recorder was stopped.",
    todo: "Nothing, if the capture was still being written; else record it anew.",
  },
  "unrouted/not-utf-8": {
    title: "A frame that is no UTF-8",
    why: "Text frames are UTF-8; these bytes are not.",
    todo: "Look at how the capture was written.",
  },
  "unrouted/not-an-object": {
    title: "A frame that is neither an object nor a list of objects",
    why: "Messages of the line are objects; this is another JSON value.",
    todo: "Look at the first place: the recorder may have wrapped or split messages.",
  },
  "unrouted/no-topic": {
    title: "A frame without a documented topic or reply",
    why: "The frame names no topic, and is no reply that the line documents.",
    todo: "Describe the reply in the line file, if the server sends it.",
  },
  "unrouted/unknown-topic": {
    title: "A frame of a topic that is not documented",
    why: "The frame names a topic that no pattern of the line has.",
    todo: "Name the line with `--line` if it is a topic of another one, else add it to the line file.",
  },
  "unrouted/unknown-form": {
    title: "A form that the topic does not document",
    why: "The member that tells forms apart has a value that no documented form has.",
    todo: "Add the form to the line file, with an example of the page or an overlay.",
  },
  "unrouted/binary": {
    title: "A binary frame",
    why: "The protocol has text frames; binary ones are counted and not looked at.",
    todo: "Nothing, if the server compresses frames and the recorder keeps them so; else record text.",
  },
  "unrouted/damaged-record": {
    title: "A line that is no record of the capture's format",
    why: "The lines before and after it are records; this one is something else and was skipped.",
    todo: "Look at the place: two writers may have written into one file.",
  },
  "validate/not-remembered": {
    title: "Messages that were not checked across messages",
    why: "A capture has more topics and books at a time than are remembered: of those that were forgotten nobody knows what came before.",
    todo: "Record fewer topics into one capture; each message was checked by itself.",
  },
  "validate/nothing-checked": {
    title: "Nothing was checked",
    why: "No frame was read, or none is a documented push or reply. A run that checks nothing never passes.",
    todo: "Name captures that hold messages, the line (`--line`) or the format (`--format-in`).",
  },
  "validate/capture-not-checked": {
    title: "An input of which nothing was checked",
    why: "Other inputs were; of this one no frame is a documented push or reply.",
    todo: "Name its line or format, or leave it out.",
  },
  "validate/ambiguous-line": {
    title: "Frames that fit several lines alike",
    why: "What was checked may have been held against the wrong line.",
    todo: "Name the line with `--line`.",
  },
  "input/missing": { title: "An input that is not there", why: "No file has the name.", todo: "Correct the name." },
  "input/unreadable": {
    title: "An input that cannot be read",
    why: "The system refuses to open or read it.",
    todo: "See the message for why: rights, or a device that fails.",
  },
  "input/not-a-file": {
    title: "An input that is no file",
    why: "It is a device, a socket or something else that has no end.",
    todo: "Name a file, or `-` for standard input.",
  },
  "input/no-capture": {
    title: "A folder or pattern without captures",
    why: "Nothing in it has the ending of a capture.",
    todo: "Name the files themselves.",
  },
  "input/damaged": {
    title: "An input that is damaged",
    why: "What came before the damage was checked; what comes behind it cannot be read.",
    todo: RECORD_ANEW,
  },
  "input/empty": { title: "An input without a byte", why: "There is nothing to check in it.", todo: RECORD_ANEW },
  "input/unknown-format": {
    title: "An input of no known format",
    why: "Its first bytes are of no capture format.",
    todo: "Name the format with `--format-in`.",
  },
  "input/no-frames": {
    title: "An input without a frame",
    why: "It has the form of a capture, and no frame of a socket is in it.",
    todo: RECORD_ANEW,
  },
  "input/skipped": {
    title: "An input that was passed over",
    why: "A folder holds a pipe or a device: reading it could wait for ever.",
    todo: "Name it by itself, if it is a capture.",
  },
  "input/interrupted": {
    title: "An input that was not read to its end",
    why: "The run was interrupted before.",
    todo: "Run it again.",
  },
};

export const RULE_CODES: readonly string[] = Object.keys(RULES).sort();

export const ruleOfCode = (code: string): Rule | undefined => (Object.hasOwn(RULES, code) ? RULES[code] : undefined);

/** Name of the page below docs/findings/. */
export const pageName = (code: string): string => `${code.replaceAll("/", "-")}.md`;

export const PAGES_URL = "https://github.com/wireloom/wireloom/blob/main/docs/findings";

/** Undefined for a code that has no page. */
export const helpUrl = (code: string): string | undefined =>
  Object.hasOwn(RULES, code) ? `${PAGES_URL}/${pageName(code)}` : undefined;
