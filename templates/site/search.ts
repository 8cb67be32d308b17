/** Search over members, values and topics. Its index is loaded when somebody first goes to it. */

import { byId, element, loadScript, siteRoot } from "./dom.js";
import type { SearchIndex } from "./page-data.js";

declare global {
  var wireloomSearch: SearchIndex | undefined;
}

const INDEX = "_assets/search-index.js";
const MOST = 30;

export function startSearch(): void {
  const input = byId<HTMLInputElement>("search");
  const list = byId("results");
  const box = list?.parentElement;
  const status = box?.querySelector("p");
  if (!input || !list || !box || !status) return;
  let chosen = -1;

  const close = (): void => {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  };
  const choose = (index: number): void => {
    const options = [...list.children];
    if (options.length === 0) return;
    chosen = (index + options.length) % options.length;
    for (const [at, option] of options.entries()) option.setAttribute("aria-selected", String(at === chosen));
    input.setAttribute("aria-activedescendant", `result-${chosen}`);
    options[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const show = async (): Promise<void> => {
    await loadScript(INDEX);
    const text = input.value.trim();
    if (text === "" || !globalThis.wireloomSearch) return close();
    const found = find(globalThis.wireloomSearch, text);
    list.replaceChildren(...found.slice(0, MOST).map(optionOf));
    status.textContent =
      found.length > MOST
        ? `${MOST} of ${found.length}: write more to find less.`
        : `${found.length || "Nothing"} found.`;
    box.hidden = false;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    chosen = -1;
  };
  const open = (option: Element | undefined): void => {
    const address = option instanceof HTMLElement ? option.dataset.href : undefined;
    if (address === undefined) return;
    close();
    location.href = address;
  };

  input.addEventListener("focus", () => void loadScript(INDEX));
  input.addEventListener("input", () => void show());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter") open(list.children[Math.max(chosen, 0)]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // Before the input loses its focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) =>
    open(target instanceof Element ? (target.closest("[role=option]") ?? undefined) : undefined),
  );
  input.addEventListener("blur", close);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
  });
}

interface Found {
  readonly name: string;
  readonly about: string;
  readonly where: string;
  readonly href: string;
}

/** The same word first, then what begins with it, then what has it anywhere; the order of the site within. */
function find({ pages, entries }: SearchIndex, text: string): Found[] {
  const wanted = text.toLowerCase();
  const ranks: Found[][] = [[], [], []];
  for (const [name, page, place, about] of entries) {
    const lower = name.toLowerCase();
    const rank = lower === wanted ? 0 : lower.startsWith(wanted) ? 1 : lower.includes(wanted) ? 2 : undefined;
    if (rank === undefined) continue;
    const [path, where] = pages[page] ?? ["", ""];
    const href = siteRoot() + encodeURI(path) + (place === "" ? "" : `#${encodeURI(place)}`);
    ranks[rank]?.push({ name, about, where, href });
  }
  return ranks.flat();
}

const optionOf = ({ name, about, where, href }: Found, index: number): HTMLElement =>
  element(
    "li",
    { role: "option", id: `result-${index}`, "aria-selected": "false", "data-href": href },
    element("b", {}, name),
    element("span", { class: "where" }, where),
    element("span", { class: "about" }, about),
  );
