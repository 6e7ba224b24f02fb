// Elements without a framework: h("p", {class: "x"}, "text", child). Text is always text, never markup.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  for (const child of children) if (child) element.append(typeof child === "string" ? spaced(child) : child);
  return element;
}

// spaced keeps French punctuation on the line of its word.
const spaced = (text: string) => text.replace(/ ([»:;?!])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

const day = new Intl.DateTimeFormat("fr-FR", { weekday: "short", day: "numeric", month: "long", timeZone: "Europe/Paris" });
const moment = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });

export const date = (text: string) => (text ? day.format(new Date(`${text}T12:00:00Z`)) : "");
const short = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short", timeZone: "Europe/Paris" });
export const shortDate = (text: string) => (text ? short.format(new Date(`${text}T12:00:00Z`)) : "");
export const time = (text: string) => (text ? moment.format(new Date(text)) : "");

// section is a titled part of a page, named for screen readers.
let sections = 0;
export function section(title: string, ...children: Child[]): HTMLElement {
  const id = `s${++sections}`;
  return h("section", { "aria-labelledby": id }, h("h2", { id }, title), ...children);
}

export const field = (label: string, input: HTMLElement, hint = "") => {
  const id = `f${++sections}`;
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}h`);
  return h("p", { class: "field" }, h("label", { for: id }, label), hint ? h("span", { class: "hint", id: `${id}h` }, hint) : null, input);
};
