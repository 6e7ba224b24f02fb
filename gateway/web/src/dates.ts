// Days and instants as people of Paris read them.
import { locale } from "./figures";
import { language, t } from "./words";

// format writes a day as people do: French counts the first of a month, « le 1er mars ».
const format = (options: Intl.DateTimeFormatOptions) => {
  const of = new Intl.DateTimeFormat(locale, { timeZone: "Europe/Paris", ...options });
  return { format: (day: Date) => (language === "fr" ? of.format(day).replace(/\b1 (?=\p{L})/u, "1er ") : of.format(day)) };
};

const long = format({ weekday: "long", day: "numeric", month: "long" });
const short = format({ weekday: "short", day: "numeric", month: "short" });
const full = format({ day: "numeric", month: "long", year: "numeric" });
const moment = format({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const clock = format({ hour: "2-digit", minute: "2-digit" });
const iso = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris" });

const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "medium" });

// instantOf is the instant that the clocks of Paris show, wherever the browser is: "2026-11-28T14:00".
export function instantOf(shown: string): string {
  const utc = new Date(`${shown}Z`).getTime();
  const ahead = (at: number) => new Date(`${wall.format(new Date(at)).replace(" ", "T")}Z`).getTime() - at;
  return new Date(utc - ahead(utc - ahead(utc))).toISOString();
}

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

export const longDay = (day: string) => (day ? long.format(noon(day)) : "");
export const shortDay = (day: string) => (day ? short.format(noon(day)) : "");
export const fullDay = (day: string) => (day ? full.format(noon(day)) : "");
export const instant = (time?: string) => (time ? moment.format(new Date(time)) : "");
export const hour = (time: string) => clock.format(new Date(time));
export const dayOf = (time?: string) => (time ? iso.format(new Date(time)) : "");
export const today = () => iso.format(new Date());

// daysUntil counts from today to a day; it is negative for the past.
export const daysUntil = (day: string) => Math.round((noon(day).getTime() - noon(today()).getTime()) / 86_400_000);

// nearness is how far a day is, in words.
export function nearness(day: string): string {
  const n = daysUntil(day);
  if (n === 0) return t("day.today");
  if (n === 1) return t("day.tomorrow");
  return n > 0 ? t("day.in", { n }) : t("day.ago", { n: -n });
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
