/** Examples that are not strict JSON, fences without code or in another language, misspelt comments, URLs. */

import { DEFECT_CODES, type Defect, type DefectCode } from "../defect.js";
import { type DefectContext, type DefectRule, topicAt } from "./context.js";

export const repairDefects: DefectRule = (context) =>
  eachFence(context, ({ page, reading, topic }) => {
    if (reading.kind !== "json" && reading.kind !== "request") return [];
    return reading.repairs.map((repair) => ({
      code: repairCode(repair.kind),
      page: page.path,
      line: repair.line,
      topic,
      field: "",
      claim: repair.before,
      evidence: repair.kind === "comment" ? "JSON has no comments" : "strict JSON does not allow it",
      decision: repair.after === "" ? "dropped" : `read as ${repair.after}`,
    }));
  });

function repairCode(kind: string): DefectCode {
  return `repair-${kind}` in DEFECT_CODES ? (`repair-${kind}` as DefectCode) : "repair-comment";
}

export const fenceDefects: DefectRule = (context) =>
  eachFence(context, ({ page, reading, topic }) => {
    const { fence } = reading;
    const row = {
      page: page.path,
      line: fence.line,
      topic,
      field: "",
      claim: `a block of ${fence.language || "code"}`,
    };
    if (reading.kind === "empty") {
      const what = fence.content.trim() === "" ? "nothing in it" : "a comment only";
      return [{ ...row, code: "empty-fence", evidence: what, decision: "ignored" }];
    }
    const foreign = /\bjson\.dumps\b/.exec(fence.content);
    if (foreign && fence.language !== "python") {
      return [
        { ...row, code: "wrong-language", evidence: "json.dumps is Python", decision: "read as the message in it" },
      ];
    }
    return [];
  });

export const misspellingDefects: DefectRule = (context) =>
  eachFence(context, ({ page, reading, topic }) => {
    if (reading.kind !== "json") return [];
    return reading.repairs
      .filter((repair) => repair.kind === "comment" && /\bdepreciated\b/i.test(repair.before))
      .map(({ line }) => ({
        code: "misspelling",
        page: page.path,
        line,
        topic,
        field: "",
        claim: "depreciated",
        evidence: "the word for what should not be used any more is deprecated",
        decision: "read as deprecated",
      }));
  });

export const urlDefects: DefectRule = (context) => {
  const known = new Set(
    Object.values(context.file.connections).flatMap(({ endpoints }) => Object.values(endpoints).flat()),
  );
  return context.pages.flatMap((page) => {
    const defects: Defect[] = [];
    let assigned = false;
    for (const block of page.blocks) {
      if (block.kind !== "fence") continue;
      for (const [offset, line] of block.content.split("\n").entries()) {
        const row = {
          page: page.path,
          line: block.contentLine + offset,
          topic: topicAt(context, page, block.line),
          field: "",
        };
        for (const [url] of line.matchAll(/wss?:\/\/[^\s"'`]+/g)) {
          if (known.has(url)) continue;
          const evidence = "none of the endpoints that the same page documents";
          defects.push({
            ...row,
            code: "url-unknown",
            claim: url,
            evidence,
            decision: "the documented endpoints stand",
          });
        }
        if (/^\s*url\s*=/.test(line) && !/url=url/.test(line.replaceAll(" ", ""))) assigned = true;
        if (/\burl=url\b/.test(line) && !assigned) {
          const evidence = "the code never says which URL";
          defects.push({
            ...row,
            code: "url-missing",
            claim: "url=url",
            evidence,
            decision: "the documented endpoints stand",
          });
          assigned = true;
        }
      }
    }
    return defects;
  });
};

interface ReadFence {
  readonly page: DefectContext["pages"][number];
  readonly reading: NonNullable<ReturnType<DefectContext["readings"]["get"]>>;
  readonly topic: string;
}

function eachFence(context: DefectContext, rule: (fence: ReadFence) => Defect[]): Defect[] {
  return context.pages.flatMap((page) =>
    page.blocks.flatMap((block) => {
      const reading = block.kind === "fence" ? context.readings.get(block) : undefined;
      return reading ? rule({ page, reading, topic: topicAt(context, page, block.line) }) : [];
    }),
  );
}
