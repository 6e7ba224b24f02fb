// What happened, told in one place that screen readers follow.
import { Problem } from "./api";

const place = () => document.getElementById("status")!;
let keep = false;

// say tells; what is told with stays outlasts the next move to another page.
export function say(text: string, failed = false, stays = false): void {
  place().textContent = text;
  place().className = failed ? "failed" : "done";
  keep = stays;
}

// hush forgets what was said of the page before.
export function hush(): void {
  if (!keep) say("");
  keep = false;
}

export function tell(error: unknown): void {
  if (error instanceof Problem) {
    say([error.message, ...error.errors.map((e) => e.message)].join(" "), true);
    return;
  }
  say("Le serveur ne répond pas. Vérifiez la connexion et réessayez.", true);
}

// act runs what a click asked for, once at a time, and tells a refusal.
export const act = (work: () => Promise<void>) => {
  let busy = false;
  return (event: Event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("");
    work().catch(tell).finally(() => { busy = false; });
  };
};
