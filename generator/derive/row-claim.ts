/** Rows of a table as claims about members: which column says what, and which member of which object a row names. */

import type { DocText, Row, Table } from "../docs/page.js";

export interface RowClaim {
  readonly name: string;
  /** From where the table begins to the member, lists passed over: `["data", "coin", "equity"]`. One name in a table that does not nest. */
  readonly path: readonly string[];
  /** `b[0]`: the row speaks of this position of the items of a list. */
  readonly position?: number;
  readonly nameCell: DocText;
  readonly type: string;
  readonly comment: DocText;
  readonly row: Row;
  readonly table: Table;
}

const EMPTY_TEXT: DocText = { raw: "", text: "", placeholders: [], anchors: [], codes: [] };

const HEADERS = {
  name: /^(?:(?:field|parameter|param|member|key) )?(?:names?|parameters?|params?|fields?|keys?|propert(?:y|ies)|members?|attributes?)$/i,
  type: /^(?:data ?|value ?)?types?$/i,
  comment: /^(?:comments?|descriptions?|desc\.?|remarks?|notes?|explanations?|meanings?|details?)$/i,
} as const;

interface Columns {
  readonly name: number;
  /** -1: no column says it. */
  readonly type: number;
  readonly comment: number;
}

/** A table that names members, by its header, or by what most of its rows name. `shown`: members of the examples. */
export function describesMembers(table: Table, shown: ReadonlySet<string>): boolean {
  if (indexOf(table.header, "name") >= 0) return true;
  const named = readRows(table).filter(({ name }) => shown.has(name));
  return named.length > 0 && 2 * named.length >= table.rows.length;
}

/** Some tables leave types to the example. */
export const saysTypes = ({ header }: Table): boolean => indexOf(header, "name") < 0 || indexOf(header, "type") >= 0;

const indexOf = (header: readonly DocText[], column: keyof typeof HEADERS): number =>
  header.findIndex(({ text }) => HEADERS[column].test(text));

/** By their headers, whatever their order; without headers the first is the name, the second the type, the last the comment. */
function columnsOf({ header }: Table): (row: Row) => Columns {
  const name = indexOf(header, "name");
  if (name < 0) return ({ cells }) => ({ name: 0, type: 1, comment: cells.length > 2 ? cells.length - 1 : -1 });
  const type = indexOf(header, "type");
  const comment = indexOf(header, "comment");
  const isLast = comment === header.length - 1;
  // A pipe within a comment makes cells of it: the last one is still the comment's.
  return ({ cells }) => ({ name, type, comment: isLast && cells.length > header.length ? cells.length - 1 : comment });
}

/** Rows above the current one that it may stand below, outermost first. */
interface Level {
  readonly indentation: number;
  readonly path: readonly string[];
}

export function readRows(table: Table): RowClaim[] {
  const columnsIn = columnsOf(table);
  const open: Level[] = [];
  return table.rows.map((row) => {
    const columns = columnsIn(row);
    const cell = (index: number): DocText => row.cells[index] ?? EMPTY_TEXT;
    const nameCell = cell(columns.name);
    const { indentation, names, position } = readName(nameCell);
    while (open.length > 0 && (open.at(-1)?.indentation ?? 0) >= indentation) open.pop();
    const above = open.at(-1)?.path ?? [];
    // `>> b[0]` below `> b`: a position of the list, not a member of it.
    const isPosition = position !== undefined && above.at(-1) === names.at(-1);
    const path = isPosition ? above : [...above, ...names];
    if (!isPosition) open.push({ indentation, path });
    return {
      name: names.at(-1) ?? "",
      path,
      ...(position !== undefined && { position }),
      nameCell,
      type: cell(columns.type).text,
      comment: cell(columns.comment),
      row,
      table,
    };
  });
}

// Signs that authors put before the name of what lies deeper: `> s`, `>> s`, `> > s`, `└─ s`.
const MARKS = /^(?:[>›»↳∟└├│|─-]\s*)+/;
const SPACES = /^(?:&(?:nbsp|emsp|ensp);|[\u00a0\u2002\u2003\u3000])+/;

/** `names`: more than one where the cell itself has a path, as in `data[].x` or `coin>equity`. */
function readName({ raw, text }: DocText): { indentation: number; names: readonly string[]; position?: number } {
  const marks = (MARKS.exec(text)?.[0] ?? "").replace(/[\s─-]/g, "").length;
  const spaces = [...(SPACES.exec(raw)?.[0] ?? "").matchAll(/&\w+;|./gu)].length;
  const bare = text
    .replace(MARKS, "")
    .replace(/\s*>\s*$/, "")
    .trim();
  const parts = /^[\w$-]+(?:\[\w*\])*(?:(?:\s*>\s*|\.)[\w$-]+(?:\[\w*\])*)*$/.test(bare)
    ? bare.split(/\s*>\s*|\./)
    : [bare];
  const position = /\[(\d+)\]$/.exec(bare)?.[1];
  return {
    indentation: marks * 1000 + spaces,
    names: parts.map((part) => part.replace(/(?:\[\w*\])+$/, "")),
    ...(position !== undefined && { position: Number(position) }),
  };
}
