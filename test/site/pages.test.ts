/** The pages of made-up lines: what stands on them, and that no text of a spec becomes markup. */

import { describe, expect, it } from "vitest";
import type { Spec } from "../../generator/spec/spec.js";
import { loadMadeUpSpec } from "../emit/made-up-lines.js";
import { brokenLinks, elementsOf, pagesOf, siteOf } from "./site-setting.js";

const HOSTILE = `"'><img src=x onerror=evil()><script>evil()</script>\u202e`;

/** What people write for people, and what pages say. */
const WORDS = new Set(["title", "description", "unit", "condition", "page", "overlay", "byHand", "rule", "payload"]);

/** The spec with the hostile text behind all words and behind each documented value. */
function hostileSpec(): Spec {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return WORDS.has(key) ? value + HOSTILE : value;
    if (value instanceof Map || value instanceof Set) return value;
    if (Array.isArray(value)) return value.map((item) => (key === "values" ? item + HOSTILE : change(item, "")));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, name)]));
  };
  const { exchange, lines } = loadMadeUpSpec();
  return {
    exchange: change(exchange, "") as Spec["exchange"],
    lines: lines.map((line) => ({ ...(change(line, "") as typeof line), exchange: line.exchange })),
  };
}

const spec = loadMadeUpSpec();
const site = siteOf(spec);

describe("the site", () => {
  it("has a page for each line with its enums and defects, one for each topic, one to check messages, and an index", () => {
    const expected = spec.lines.flatMap(({ name, topics }) => [
      ...["index", "enums", "defects"].map((page) => `${name}/${page}.html`),
      ...topics.map(({ modulePath }) => `${name}/topics/${modulePath}.html`),
    ]);
    const pages = [...site.keys()].filter((path) => path.endsWith(".html"));
    expect(pages.sort()).toEqual(["check.html", "index.html", ...expected].sort());
  });

  it("is the same each time", () => {
    expect([...siteOf(loadMadeUpSpec())]).toEqual([...site]);
  });

  it("has no link that leads nowhere", () => {
    expect(brokenLinks(site)).toEqual([]);
    expect(brokenLinks(new Map([["a.html", '<a href="b.html">b</a>']]))).toEqual(["a.html leads to b.html"]);
  });

  it("names nothing twice on a page, and has one heading of the first level", () => {
    for (const [path, elements] of pagesOf(site)) {
      const ids = elements.flatMap(({ attributes: { id } }) => id ?? []);
      expect(new Set(ids).size, path).toBe(ids.length);
      expect(
        elements.filter(({ name }) => name === "h1"),
        path,
      ).toHaveLength(1);
    }
  });

  it("has the members of a form, each with its type, and whether it has to be there", () => {
    const [line] = spec.lines;
    const topic = line?.topics[0];
    const [form] = topic?.forms ?? [];
    const html = site.get(`${line?.name}/topics/${topic?.modulePath}.html`) ?? "";
    const members = form?.type.kind === "object" ? form.type.members : [];
    const rows = elementsOf(html).filter(({ name }) => name === "tr");
    expect(members.length).toBeGreaterThan(0);
    for (const { name, required } of members) {
      const row = rows.find(({ attributes: { id } }) => id === `${form?.name}/${name}`);
      expect(row?.text.includes("optional"), name).toBe(!required);
    }
  });
});

describe("whatever a spec says", () => {
  const hostile = siteOf(hostileSpec(), {
    typesOf: () => `/** ${HOSTILE} */`,
    dialoguesOf: ({ name, topics }) => ({
      $schema: "",
      line: name,
      replies: [],
      pushes: topics.flatMap(({ modulePath, forms }) =>
        forms.map(({ name: form }) => ({
          topic: modulePath,
          form,
          connections: [],
          request: { [HOSTILE]: HOSTILE },
          message: { [HOSTILE]: [HOSTILE, { [HOSTILE]: 1 }] },
          page: HOSTILE,
        })),
      ),
    }),
  });
  const elements = pagesOf(hostile).flatMap(([, found]) => found);

  it("its words stand on the pages as words", () => {
    const text = elements
      .filter(({ name }) => name === "body")
      .map((body) => body.text)
      .join("");
    expect(text.split("<img src=x onerror=evil()>").length).toBeGreaterThan(100);
    expect(text).not.toContain("\u202e");
  });

  it("becomes no element, no script, no style, no handler, and no attribute of ours", () => {
    expect(elements.filter(({ name }) => name === "img" || name === "style")).toEqual([]);
    const scripts = elements.filter(({ name }) => name === "script");
    expect(scripts.length).toBeGreaterThan(0);
    expect(
      scripts.filter(({ text, attributes: { src = "" } }) => text !== "" || !/^(?:\.\.\/)*_assets\//.test(src)),
    ).toEqual([]);
    const names = elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name === "style" || name.startsWith("on"))).toEqual([]);
  });

  it("each page allows its own scripts alone, and no connection", () => {
    for (const [path, found] of pagesOf(hostile)) {
      const policy = found.find(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy");
      const content = policy?.attributes.content ?? "";
      expect(content, path).toContain("default-src 'none'");
      expect(content, path).not.toMatch(/unsafe|connect-src|https?:/);
    }
  });
});
