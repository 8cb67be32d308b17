/** Which pages are read how, and which make a line. */

import { describe, expect, it } from "vitest";
import { groupPages, kindOf, readerFor } from "../../generator/init/tell-pages.js";
import { json, readingOf, SMALLEST } from "./pages.js";

const PUSH = json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } });
const WHOLE = `# Tide\n\n${json({ op: "ping" }, { op: "pong" })}\n${SMALLEST}\n${PUSH}`;

it.each([
  ["a.mdx", "# A", "mdx"],
  ["a.md", "---\ntitle: A\n---\n# A", "mdx"],
  ["a.md", "# key(:tide)", "slate"],
  ["a.md", "# Tide\n---", "markdown"],
])("%s %j is read as %s", (path, source, reader) => {
  expect(readerFor(path, source, source.includes("key(:"))).toBe(reader);
});

it.each([
  ["a push", `# Tide\n\n${PUSH}`, "topics"],
  ["a heartbeat", `# Alive\n\n${json({ op: "ping" }, { op: "pong" })}`, "guide"],
  ["endpoints", "# Connect\n\nwss://harbor.example/ws", "guide"],
  ["a request alone", `# Guard\n\n${json({ op: "subscribe", args: ["guard"] })}`, "silent"],
  ["a request and a table", `# Tide\n\n${json({ op: "subscribe", args: ["tide"] })}\n| a |\n|---|\n| b |`, "other"],
  ["answers of HTTP", `# Get tide\n\n${json({ list: [{ level: 1 }] })}`, "other"],
  ["prose", "# About\n\nWe are a harbor.", "other"],
])("a page with %s", (_, source, kind) => {
  expect(kindOf(readingOf(source))).toBe(kind);
});

describe("lines", () => {
  const group = (pages: Readonly<Record<string, string>>, line?: string) => {
    const told = Object.entries(pages).map(([path, source]) => {
      const reading = readingOf(source, path);
      return { reading, kind: kindOf(reading) };
    });
    return Object.fromEntries(
      groupPages(told, line).map(({ line: name, pages: own }) => [name, own.map(({ page }) => page.path)]),
    );
  };
  const TOPIC = `# Tide\n\n${PUSH}`;
  const GUIDE = `# Connect\n${SMALLEST}`;

  it("are called after the folder above the one of WebSocket pages", () => {
    const pages = { "docs/v9/websocket/public/tide.md": TOPIC, "docs/v9/websocket/connect.md": GUIDE };
    expect(group(pages)).toEqual({ v9: Object.keys(pages) });
  });

  it("are each of the pages that say all for themselves", () => {
    expect(group({ "docs/spot/_websockets.md": WHOLE, "docs/futures/_websockets.md": WHOLE })).toEqual({
      spot: ["docs/spot/_websockets.md"],
      futures: ["docs/futures/_websockets.md"],
    });
    expect(group({ "docs/spot.md": WHOLE, "docs/futures.md": WHOLE })).toEqual({
      spot: ["docs/spot.md"],
      futures: ["docs/futures.md"],
    });
  });

  it("are called after the repository where nothing else has a name", () => {
    expect(group({ "harbor-docs/public/tide.md": TOPIC, "harbor-docs/connect.md": GUIDE })).toEqual({
      harbor: ["harbor-docs/public/tide.md", "harbor-docs/connect.md"],
    });
  });

  it("is called after the page where that says all by itself", () => {
    expect(group({ "docs/harbor.md": WHOLE })).toEqual({ harbor: ["docs/harbor.md"] });
    expect(group({ "docs/ws/index.md": TOPIC })).toEqual({ docs: ["docs/ws/index.md"] });
    expect(group({ "4tides!/tide.md": TOPIC })).toEqual({ "tides-": ["4tides!/tide.md"] });
  });

  it("has no page that says nothing of it, and is none without topics", () => {
    expect(group({ "docs/about.md": "# About\n\nWe are a harbor.", "docs/harbor.md": WHOLE })).toEqual({
      harbor: ["docs/harbor.md"],
    });
    expect(group({ "docs/connect.md": GUIDE })).toEqual({});
    expect(group({ "docs/about.md": "# About" }, "all")).toEqual({});
  });

  it("are as many as there are folders with WebSocket pages, wherever these begin", () => {
    expect(group({ "spot/ws/tide.md": TOPIC, "futures/ws/tide.md": TOPIC })).toEqual({
      spot: ["spot/ws/tide.md"],
      futures: ["futures/ws/tide.md"],
    });
  });

  it("share the guide that stands beside them", () => {
    expect(
      group({ "docs/spot/ws/tide.md": TOPIC, "docs/futures/ws/tide.md": TOPIC, "docs/connect.md": GUIDE }),
    ).toEqual({
      spot: ["docs/spot/ws/tide.md", "docs/connect.md"],
      futures: ["docs/futures/ws/tide.md", "docs/connect.md"],
    });
  });

  it("are one where its name is given", () => {
    expect(Object.keys(group({ "docs/spot.md": WHOLE, "docs/futures.md": WHOLE }, "all"))).toEqual(["all"]);
  });
});
