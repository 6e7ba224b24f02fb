// What happened, told in one place that screen readers follow.
import { useEffect, useState } from "preact/hooks";
import { Problem } from "./api";
import { t } from "./words";

export interface Said { text: string; failed: boolean }

let said: Said = { text: "", failed: false };
let keep = false;
const listeners = new Set<(said: Said) => void>();

// say tells; what is told with stays outlasts the next move to another page.
export function say(text: string, failed = false, stays = false): void {
  said = { text, failed };
  keep = stays;
  listeners.forEach((listener) => listener(said));
}

// hush forgets what was said of the page before.
export function hush(): void {
  if (!keep) say("");
  keep = false;
}

// tell says why something did not work; the fields that are at fault say so themselves.
export function tell(error: unknown): void {
  say(reasonOf(error), true);
}

export const reasonOf = (error: unknown): string =>
  error instanceof Problem ? [error.message, ...error.errors.map((e) => e.message)].filter((m, i, all) => all.indexOf(m) === i).join(" ") : t("error.unreachable");

export function useSaid(): Said {
  const [now, setNow] = useState(said);
  useEffect(() => {
    listeners.add(setNow);
    return () => void listeners.delete(setNow);
  }, []);
  return now;
}
