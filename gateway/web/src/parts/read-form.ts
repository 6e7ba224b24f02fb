// A form's fields are named by the JSON paths of the API: what is sent is read from the names, and errors find their way back.
import { instantOf } from "../dates";

export type Json = Record<string, unknown>;

export interface Filled {
  body: Json;
  // keys tells the field of the form for a path whose place in a list is not that of the form.
  keys: Map<string, string>;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

// keyOf names a field of the form: its path, and for an answer the question that it answers.
export const keyOf = (name: string, answer = "") => (answer ? `${name}{${answer}}` : name);

export function readForm(form: HTMLFormElement): Filled {
  const filled: Filled = { body: {}, keys: new Map() };
  for (const element of Array.from(form.elements) as Control[]) {
    if (!element.name || element.disabled) continue;
    const value = valueOf(element);
    if (value === undefined) continue;
    if (element.dataset.answer) addAnswer(filled, element.name, element.dataset.answer, value);
    else if (element.dataset.kind === "list") (at(filled.body, element.name, []) as unknown[]).push(value);
    else put(filled.body, element.name, value);
  }
  return filled;
}

function valueOf(element: Control): unknown {
  const box = element as HTMLInputElement;
  if (box.type === "checkbox" || box.type === "radio") {
    if (!box.checked) return undefined;
    return box.dataset.kind === "flag" ? true : box.value;
  }
  const text = element.value.trim();
  if (!text) return element.required ? "" : undefined; // what has to be there is refused, not left out
  const amount = Number(text.replace(",", ".").replace(/\s/g, ""));
  if (Number.isNaN(amount) && /int|cents|money/.test(element.dataset.kind ?? "")) { // the server says at the field what it takes
    return element.dataset.kind === "money" ? { amountCents: text, currency: "EUR" } : text;
  }
  switch (element.dataset.kind) {
    case "int": return Math.round(amount);
    case "cents": return String(Math.round(amount * 100));
    case "money": return { amountCents: String(Math.round(amount * 100)), currency: "EUR" };
    case "instant": return instantOf(text);
    case "minutes": return minutesOf(text);
  }
  return text;
}

// minutesOf is a time of the clock in minutes after midnight.
const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

// addAnswer puts the answer to a question in the list; several choices are one answer.
function addAnswer(filled: Filled, name: string, questionCode: string, value: unknown): void {
  const answers = at(filled.body, name, []) as { questionCode: string; value?: unknown; values?: unknown[] }[];
  const known = answers.find((a) => a.questionCode === questionCode);
  if (known) {
    known.values = [...(known.values ?? [known.value]), value];
    delete known.value;
    return;
  }
  filled.keys.set(`${name}[${answers.length}]`, keyOf(name, questionCode));
  answers.push({ questionCode, value });
}

const tokens = (path: string) => path.match(/[^.[\]]+/g) ?? [];

export function put(body: Json, path: string, value: unknown): void {
  const all = tokens(path);
  const last = all.pop()!;
  let place = body as Record<string, unknown>;
  all.forEach((token, i) => { place = (place[token] ??= /^\d+$/.test(all[i + 1] ?? last) ? [] : {}) as Record<string, unknown>; });
  place[last] = value;
}

// at is what the path holds, made when there is nothing.
function at(body: Json, path: string, fresh: unknown): unknown {
  let place: unknown = body;
  for (const token of tokens(path)) place = (place as Record<string, unknown> | undefined)?.[token];
  if (place === undefined) put(body, path, (place = fresh));
  return place;
}
