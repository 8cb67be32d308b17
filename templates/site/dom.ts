/** The few things that all scripts of the site do to a page. Texts go into pages as texts: no script writes HTML. */

export const byId = <E extends HTMLElement = HTMLElement>(id: string): E | null =>
  document.getElementById(id) as E | null;

type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The folder of the site from this page: empty, or `../` as often as it takes. */
export const siteRoot = (): string => document.querySelector<HTMLElement>(".search")?.dataset.root ?? "";

const loaded = new Map<string, Promise<void>>();

/** A script of the site, once. */
export function loadScript(path: string): Promise<void> {
  const known = loaded.get(path);
  if (known) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = element("script", { src: siteRoot() + path });
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${path} cannot be loaded.`));
    document.head.append(script);
  });
  loaded.set(path, loading);
  return loading;
}
