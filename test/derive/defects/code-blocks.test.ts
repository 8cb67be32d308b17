/** Code blocks: examples that are no strict JSON, blocks that hold something else than they say, sample programs. */

import { describeRule } from "./rule-cases.js";

const STRICT = '{ "topic": "tick.ABC", "data": [{ "bids": [[1, 2]] }] }';
const EXAMPLE = (text: string): string => `\n\`\`\`json\n${text}\n\`\`\`\n`;

describeRule("repair", {
  "the other way round: an example below it that is strict JSON adds nothing": {
    edits: [["{ // ticks", `${STRICT}\n\`\`\`\n\n\`\`\`text\n{ // ticks`]],
    finds: [],
  },
  "a request is read with the same care, and named by the topic's section": {
    edits: [["{ // ticks", `ws.send('{"op": "subscribe", "args": ["tick.ABC",]}');\n\`\`\`\n\n\`\`\`text\n{ // ticks`]],
    more: EXAMPLE(STRICT),
    finds: [{ code: "repair-trailing-comma", line: 4, topic: "tick", field: "", claim: ",", decision: "dropped" }],
  },
  "a block that cannot be read is told elsewhere": {
    edits: [["{ // ticks", '{ "a": @ }\n```\n\n```text\n{ // ticks']],
    finds: [],
  },
});

describeRule("empty-fence", {
  "a block with a message": { edits: [["// coming soon", STRICT]], finds: [] },
  "nothing but blanks": {
    edits: [["// coming soon", "  "]],
    more: EXAMPLE(STRICT),
    finds: [{ line: 3, topic: "tick", field: "", evidence: "nothing in it" }],
  },
  "nothing at all, and no language": {
    edits: [["json\n// coming soon\n", "\n"]],
    finds: [{ line: 3, claim: "a block of code", evidence: "nothing in it" }],
  },
  "outside of the topic's section": {
    more: `${EXAMPLE(STRICT)}\n# Other\n\n\`\`\`json\n\`\`\`\n`,
    finds: [
      { line: 3, topic: "tick" },
      { line: 13, topic: "" },
    ],
  },
});

describeRule("wrong-language", {
  "a block that says Python": { edits: [["```json", "```python"]], finds: [] },
  "a message": {
    edits: [
      ["json.dumps(", ""],
      ["]})", "]}"],
    ],
    finds: [],
  },
  "a comment that speaks of it is no code": { edits: [['json.dumps({"op', '// json.dumps({"op']], finds: [] },
  "a block that says nothing": { edits: [["```json", "```"]], finds: [{ line: 3, claim: "a block of code" }] },
  "a name that only ends alike": { edits: [["json.dumps", "myjson.dumps"]], finds: [] },
});

describeRule("url-unknown", {
  "an endpoint of the line": { edits: [["old.toy.example", "toy.example"]], finds: [] },
  "a page of the web": { edits: [["wss://old", "https://old"]], finds: [] },
  "without encryption": { edits: [["wss://old.toy", "ws://toy"]], finds: [{ line: 4, claim: "ws://toy.example/ws" }] },
  "two in one line, in the topic's section": {
    edits: [['/ws")', `/ws", 'wss://toy.example/two')`]],
    more: EXAMPLE(STRICT),
    finds: [
      { line: 4, topic: "tick", field: "", claim: "wss://old.toy.example/ws" },
      { line: 4, topic: "tick", field: "", claim: "wss://toy.example/two" },
    ],
  },
  "each line of a block, and each block": {
    edits: [["ws =", "import ws\n\nws ="]],
    more: `${EXAMPLE(STRICT)}\n# Other\n\n\`\`\`text\nwss://b.example\n\`\`\`\n`,
    finds: [
      { line: 6, topic: "tick" },
      { line: 16, topic: "", claim: "wss://b.example" },
    ],
  },
  "in the text, where people read it": {
    edits: [
      ["```python\n", ""],
      ["\n```", ""],
    ],
    finds: [],
  },
});

describeRule("url-missing", {
  "said before": { edits: [["ws =", 'url = "wss://toy.example/ws"\nws =']], finds: [] },
  "said in a block above": { edits: [["ws =", 'url="wss://toy.example/ws"\n```\n\n```python\nws =']], finds: [] },
  "said too late": {
    edits: [["url=url)", 'url=url)\nurl = "x"']],
    more: EXAMPLE(STRICT),
    finds: [{ line: 4, topic: "tick", field: "" }],
  },
  "another name is said": { edits: [["ws =", 'base_url = "x"\nws =']], finds: [{ line: 5 }] },
  "said to be itself": { edits: [["ws =", "url = url\nws ="]], finds: [{ line: 5 }] },
  "a literal": { edits: [["url=url", 'url="wss://toy.example/ws"']], finds: [] },
  "a name that goes on": { edits: [["url=url", "url=urls"]], finds: [] },
  "once a page": { more: "\n```python\nws = WebSocket(url=url)\n```\n", finds: [{ line: 4 }] },
});

describeRule("misspelling", {
  "spelt right": { edits: [["depreciated", "deprecated"]], finds: [] },
  "part of another word": { edits: [["depreciated", "undepreciatedly"]], finds: [] },
  "no comment": { edits: [["// depreciated", ', "note": "depreciated"']], finds: [] },
  "with a capital": {
    edits: [["depreciated", "Depreciated in May"]],
    finds: [{ line: 4, topic: "tick", claim: "depreciated" }],
  },
  "of a program, which is no example": { edits: [["```json", "```python"]], finds: [] },
  "of each example": { more: EXAMPLE('{ // depreciated\n"a": 1 }'), finds: [{ line: 4 }, { line: 9 }] },
});
