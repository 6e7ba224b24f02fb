// The small pieces that pages are made of.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { daysUntil, nearness, shortDay } from "../dates";
import type { Reading } from "../read";
import { reasonOf } from "../say";
import { t } from "../words";

// Section is a titled part of a page, named for screen readers.
export function Section(p: { title: string; count?: string; class?: string; level?: 2 | 3; aside?: ComponentChildren; children?: ComponentChildren }) {
  const id = useId();
  const Title = `h${p.level ?? 2}` as "h2";
  return (
    <section class={`section ${p.class ?? ""}`} aria-labelledby={id}>
      <div class="title"><Title id={id}>{p.title}{p.count !== undefined && <span class="count"> {p.count}</span>}</Title>{p.aside}</div>
      {p.children}
    </section>
  );
}

// Wait shows what was read, or that it comes, or why it does not.
export function Wait<T>(p: { reading: Reading<T>; children: (value: T) => ComponentChildren }) {
  const { value, error, again } = p.reading;
  if (value !== undefined) return <>{p.children(value)}</>;
  if (error) return <div class="failed"><p>{reasonOf(error)}</p><button class="button second" onClick={() => void again()}>{t("again")}</button></div>;
  return <p class="hint" role="status">{t("loading")}</p>;
}

// Fold is a part that is closed until it is wanted.
export const Fold = (p: { title: ComponentChildren; open?: boolean; class?: string; children?: ComponentChildren }) => (
  <details class={p.class} open={p.open}><summary>{p.title}</summary>{p.children}</details>
);

// tone is how a status looks: open, good, bad or quiet. The word says the same.
export function tone(status: string): string {
  if (/HELPED$|SIGNED$|FILLED$|MET$/.test(status) && !/NO_HELP|PARTIALLY/.test(status)) return "good";
  if (/DECLINED|EXPIRED|NO_SOLUTION|NO_HELP|UNREACHABLE|FAILED/.test(status)) return "bad";
  if (/RECEIVED|SENT|SUBMITTED|EXPRESSED|AWAITING|ON_HOLD/.test(status)) return "waits";
  if (/WITHDRAWN|CANCELLED|ARCHIVED|DUPLICATE|INADMISSIBLE|REDIRECTED|DROPPED/.test(status)) return "quiet";
  return "";
}

export const Status = (p: { status: string; label: string }) => <span class={`tag ${tone(p.status)}`}>{p.label}</span>;

// Due is a day of the promise and how near it is; once kept it only says the day.
export function Due(p: { day: string; kept?: boolean }) {
  if (!p.day) return null;
  const left = daysUntil(p.day);
  return (
    <span class={`due ${p.kept ? "" : left < 0 ? "late" : left < 2 ? "soon" : ""}`}>
      <time dateTime={p.day}>{shortDay(p.day)}</time>{!p.kept && <span class="near"> {nearness(p.day)}</span>}
    </span>
  );
}

// Facts are a list of names and values; those without a value are left out.
export const Facts = (p: { all: [string, ComponentChildren][] }) => (
  <dl class="facts">{p.all.filter(([, value]) => value !== "" && value !== undefined && value !== null && value !== false)
    .map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
);
