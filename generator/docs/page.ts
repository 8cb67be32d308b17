/** A documentation page as evidence: what it says and where, whichever format it is written in. */

import type { JsonPlace } from "./json-node.js";

export interface DocPage {
  /** Repository and path as `line.yaml` names it, with forward slashes. */
  readonly path: string;
  /** The page's source lines, for code frames. */
  readonly lines: readonly string[];
  /** In page order. Together they account for every heading, table and fence. */
  readonly blocks: readonly Block[];
  /** Path on its site, if the page says one. */
  readonly slug?: string;
  /** What is wrong with the page's own form. */
  readonly problems: readonly PageProblem[];
}

export interface PageProblem extends JsonPlace {
  readonly message: string;
  readonly fix: string;
}

export type Block = (Heading | Prose | Table | Fence | Hidden) & {
  /** The tabs that it stands in, outermost first; absent outside of tabs. */
  readonly tabs?: readonly Tab[];
};

/** One of several parts of a page that take turns. */
export interface Tab {
  /** Line of the element around the tabs that take turns with this one. */
  readonly group: number;
  readonly value: string;
  /** What a reader sees. */
  readonly label: string;
}

/** Text with its placeholders resolved where a locale was given. */
export interface DocText {
  readonly raw: string;
  /** Markup removed, placeholders resolved; an unresolved one stands as its key's own words. */
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
  /** Targets of the links in it, e.g. `#side-side`. */
  readonly anchors: readonly string[];
  /** Texts that stood in code spans: the values that prose names. */
  readonly codes: readonly string[];
}

/** How pages write a text that stands in their locale file. */
export interface PlaceholderStyle {
  /** With the word `key` for the key: `{{key}}`. */
  readonly written: string;
  /** What keys begin with that is no word of the text, longest first. */
  readonly prefixes: readonly string[];
}

export interface Placeholder extends JsonPlace {
  readonly key: string;
  /** As it stands on the page. */
  readonly written: string;
  /** The key without what is no word of the text. */
  readonly words: string;
  /** What the locale file has for it; absent if it has none. */
  readonly resolved?: string;
}

export interface Heading extends JsonPlace, DocText {
  readonly kind: "heading";
  /** 1 to 6; 0 for the title that a page has in its front matter. */
  readonly level: number;
}

/** A paragraph, list item, quote or aside. */
export interface Prose extends JsonPlace, DocText {
  readonly kind: "prose";
  readonly quoted: boolean;
}

export interface Table extends JsonPlace {
  readonly kind: "table";
  readonly header: readonly Cell[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
  readonly source: string;
}

export interface Cell extends DocText {
  /** 1-based column of the cell's text in its line. */
  readonly column: number;
}

export interface Fence extends JsonPlace {
  readonly kind: "fence";
  /** First word of the info string, lower case: `javascript`, `json`, `python`. */
  readonly language: string;
  readonly content: string;
  /** Line of the first content line. */
  readonly contentLine: number;
  /** False if the page ends inside it. */
  readonly closed: boolean;
}

/** Something the page hides from its readers, such as an HTML comment. */
export interface Hidden extends JsonPlace {
  readonly kind: "hidden";
  readonly reason: string;
  readonly source: string;
  readonly placeholders: readonly Placeholder[];
}

/** Reads one page format. A new format is one more function of this type. */
export type PageReader = (input: PageInput) => DocPage;

export interface PageInput {
  readonly path: string;
  readonly source: string;
  /** Texts by placeholder key; empty if the line names no locale. */
  readonly locale: ReadonlyMap<string, string>;
  /** Absent: what looks like one is text. */
  readonly placeholders?: PlaceholderStyle;
}
