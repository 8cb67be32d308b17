/** Beside an example stands what the table says of the member that the reader points at. */

import { byId, element } from "./dom.js";

export function explainExamples(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".explained")) {
    const panel = box.querySelector<HTMLElement>(".explain");
    if (!panel) continue;
    const show = ({ target }: Event): void => {
      const link = target instanceof Element ? target.closest<HTMLAnchorElement>(".example a") : null;
      const row = link && byId<HTMLTableRowElement>(decodeURI(link.hash.slice(1)));
      if (!link || !row) return;
      box.querySelector("a.shown")?.classList.remove("shown");
      link.classList.add("shown");
      panel.replaceChildren(...explanationOf(row));
    };
    box.addEventListener("mouseover", show);
    box.addEventListener("focusin", show);
  }
}

function explanationOf(row: HTMLTableRowElement): HTMLElement[] {
  const [type, meaning, source] = row.querySelectorAll("td");
  const part = (name: string, cell: HTMLTableCellElement | undefined): HTMLElement[] => {
    if (!cell || cell.textContent?.trim() === "") return [];
    const copy = element("div", { class: name });
    copy.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
    return [copy];
  };
  const title = element("p", { class: "member" }, element("code", {}, row.dataset.path ?? ""));
  return [title, ...part("type", type), ...part("meaning", meaning), ...part("source", source)];
}
