// The words that people read: French, or English where the browser asks for it. A word that is missing is an error of the build.
import { codes } from "./words/fr.codes";
import type { comite } from "./words/fr.comite";
import type { deals } from "./words/fr.deals";
import { desks } from "./words/fr.desks";
import type { exports } from "./words/fr.exports";
import { files } from "./words/fr.files";
import type { firm } from "./words/fr.firm";
import type { land } from "./words/fr.land";
import type { map } from "./words/fr.map";
import { screens } from "./words/fr.screens";

const own = { ...screens, ...codes, ...files, ...desks };
// What only some pages say is lent by them: the first page is there sooner. A test holds that each page comes with its words.
type Lent = typeof comite & typeof deals & typeof exports & typeof firm & typeof land & typeof map;
const fr = own as typeof own & Lent;

export const lend = (words: Partial<Lent>) => void Object.assign(fr, words);

export type Word = keyof typeof fr;

export const language: "fr" | "en" = /^en\b/i.test(navigator.language) ? "en" : "fr";
let catalogue: Record<Word, string> = fr;

// learn gets the words of another language, which only those who read it load.
export async function learn(): Promise<void> {
  if (language === "en") catalogue = (await import("./words/en")).en;
}

// t is a text with its values; "one dossier|{n} dossiers" is chosen by n, the first up to one (in English for one).
export function t(word: Word, values: Record<string, string | number> = {}): string {
  let text = catalogue[word] ?? word; // a page is never lost for a word
  if (text.includes("|")) {
    const n = Number(values.n ?? 0);
    text = text.split("|")[language === "en" ? (n === 1 ? 0 : 1) : (n < 2 ? 0 : 1)]!;
  }
  return spaced(text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? "")));
}

// colon is before what is said of something.
export const colon = language === "en" ? ": " : "\u00a0: ";

// because is a reason and what was said of it.
export const because = (...said: (string | undefined)[]) => said.filter(Boolean).join(colon);

// spaced keeps French punctuation on the line of its word.
export const spaced = (text: string) => text.replace(/ ([»:;?!])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

// code is the word of a value of the contract, by its last part; the value itself when we have none yet.
export function code(kind: string, value: string): string {
  const word = `${kind}.${value}` as Word;
  return catalogue[word] ? t(word) : value;
}

// choices are the values of a kind that people choose from, in the order of the catalogue.
export const choices = (kind: string): { value: string; label: string }[] =>
  (Object.keys(fr) as Word[]).filter((w) => w.startsWith(`${kind}.`)).map((w) => ({ value: w.slice(kind.length + 1), label: t(w) }));
