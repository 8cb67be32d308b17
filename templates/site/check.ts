/** The page that checks messages: a text that is one, or a capture with one a line. Nothing of it leaves the page. */

import type { ValidationIssue } from "../runtime/validator.js";
import { checkCapture, type Problem } from "./capture.js";
import { byId, element, loadScript, siteRoot } from "./dom.js";
import { type AskedLine, type Judgement, judge, type LineChecks, nameOf, unknownReason } from "./judge.js";
import { markedText } from "./marked-text.js";
import type { CheckedLine, CheckPlan } from "./page-data.js";

declare global {
  var wireloomLines: Readonly<Record<string, LineChecks>> | undefined;
}

const form = document.querySelector<HTMLFormElement>("form.check");
const text = byId<HTMLTextAreaElement>("check-text");
const lineName = byId<HTMLSelectElement>("check-line");
const file = byId<HTMLInputElement>("check-file");
const verdict = byId("verdict");
const findings = byId("findings");
if (form && text && lineName && file && verdict && findings) start({ form, text, lineName, file, verdict, findings });

interface Controls {
  readonly form: HTMLFormElement;
  readonly text: HTMLTextAreaElement;
  readonly lineName: HTMLSelectElement;
  readonly file: HTMLInputElement;
  readonly verdict: HTMLElement;
  readonly findings: HTMLElement;
}

function start(controls: Controls): void {
  const { form, text, lineName, file } = controls;
  const plan = JSON.parse(form.dataset.plan ?? "{}") as CheckPlan;
  const checkText = async (source: string): Promise<void> => {
    try {
      await check(source, plan, controls);
    } catch (error) {
      say(controls, "invalid", "This could not be checked.", String(error));
    }
  };
  const checkFile = async (dropped: File | undefined): Promise<void> => {
    if (dropped) await checkText(await dropped.text());
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void checkText(text.value);
  });
  text.addEventListener("paste", () => setTimeout(() => void checkText(text.value)));
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  lineName.addEventListener("change", () => void (text.value.trim() !== "" && checkText(text.value)));
  file.addEventListener("change", () => void checkFile(file.files?.[0]));
  for (const name of ["dragover", "dragleave", "drop"] as const)
    document.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.toggle("dropping", name === "dragover");
      if (name === "drop") void checkFile(event.dataTransfer?.files[0]);
    });
}

async function check(source: string, plan: CheckPlan, controls: Controls): Promise<void> {
  const { lineName, findings } = controls;
  findings.replaceChildren();
  if (source.trim() === "") return say(controls, "", "There is nothing to check.", "Paste a message first.");
  const wanted = plan.lines.filter(({ name }) => lineName.value === "" || lineName.value === name);
  await Promise.all(wanted.map(({ script }) => loadScript(script)));
  const lines = wanted.flatMap(({ name, connections }): AskedLine[] => {
    const checks = globalThis.wireloomLines?.[name];
    return checks ? [{ name, connections, checks }] : [];
  });
  if (isCapture(source)) {
    const { messages, valid, unknown, problems } = await checkCapture(source, lines, plan.payloadMembers, (done) =>
      say(controls, "", `${done} messages checked…`, ""),
    );
    const summary = `${valid} valid, ${messages - valid - unknown} not as documented, ${unknown} not documented.`;
    say(controls, valid === messages ? "valid" : "invalid", `${messages} messages.`, summary);
    findings.replaceChildren(...problems.map((problem) => problemPart(problem, lines, plan)));
    return;
  }
  const [best, ...others] = judge(source, lines);
  if (!best) return say(controls, "invalid", "Not documented.", unknownReason(source, lines));
  showVerdict(best, others, plan, controls);
  if (best.violations.length > 0) findings.replaceChildren(violationsPart(source, best, plan));
}

/** Several texts of JSON, one a line. */
function isCapture(source: string): boolean {
  const [first = "", second] = source.trim().split("\n", 2);
  return second !== undefined && [first, second].every(isJson);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function showVerdict(best: Judgement, others: readonly Judgement[], plan: CheckPlan, controls: Controls): void {
  const { violations } = best;
  const count = violations.length === 1 ? "One violation." : `${violations.length} violations.`;
  say(
    controls,
    violations.length === 0 ? "valid" : "invalid",
    violations.length === 0 ? "Valid." : count,
    linkTo(best, plan),
  );
  const alike = others.filter((other) => other.violations.length === violations.length).map(nameOf);
  if (alike.length > 0)
    controls.verdict.firstElementChild?.append(element("p", { class: "soft" }, `The same as: ${alike.join(", ")}.`));
}

function say({ verdict }: Controls, kind: "valid" | "invalid" | "", title: string, about: string | Node): void {
  verdict.replaceChildren(
    element("div", { class: `verdict ${kind}` }, element("p", {}, element("b", {}, title)), element("p", {}, about)),
  );
}

/** What the message is, with a link to the page about it. */
function linkTo(judgement: Judgement, { lines }: CheckPlan): Node {
  const { line, frame } = judgement;
  const page = lines.find(({ name }) => name === line)?.pages[`${frame.connection} ${frame.topic}`];
  const name = nameOf(judgement);
  return page === undefined ? new Text(name) : element("a", { href: siteRoot() + encodeURI(page) }, name);
}

const violationsPart = (source: string, { line, violations }: Judgement, { lines }: CheckPlan): HTMLElement =>
  markedText(source, violations, (issue) =>
    explanation(
      issue,
      lines.find(({ name }) => name === line),
    ),
  );

function explanation({ message, source }: ValidationIssue, line: CheckedLine | undefined): HTMLElement {
  const said = element("span", { class: "say" }, message);
  if (!source) return said;
  const place = `${source.page.split("/").at(-1)}${source.line === undefined ? "" : `:${source.line}`}`;
  const url = line?.urls[source.page];
  const lineMark = source.line === undefined ? "" : `?plain=1#L${source.line}`;
  said.append(
    " ",
    url === undefined
      ? element("span", { title: source.page }, place)
      : element("a", { href: url + lineMark, title: source.page, rel: "noreferrer" }, place),
  );
  for (const note of [source.overlay, source.byHand, source.rule]) if (note !== undefined) said.append(` (${note})`);
  return said;
}

/** One kind of problem; what is wrong is worked out when somebody opens it. */
function problemPart(
  { name, what, count, line, text }: Problem,
  lines: readonly AskedLine[],
  plan: CheckPlan,
): HTMLElement {
  const times = count === 1 ? `line ${line}` : `${count} times, first in line ${line}`;
  const details = element(
    "details",
    { class: "defect" },
    element("summary", {}, element("b", {}, name), ` ${what} `, element("span", { class: "soft" }, times)),
  );
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    const [best] = judge(text, lines);
    details.append(best ? violationsPart(text, best, plan) : markedText(text, [], () => element("span")));
  });
  return details;
}
