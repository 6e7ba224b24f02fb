// What happened, told in one place that screen readers follow.
import { Problem } from "./api";

const place = () => document.getElementById("status")!;

export function say(text: string, failed = false): void {
  place().textContent = text;
  place().className = failed ? "failed" : "done";
}

export function tell(error: unknown): void {
  if (error instanceof Problem) {
    say([error.message, ...error.errors.map((e) => `${e.field} : ${e.message}`)].join(" — "), true);
    return;
  }
  say("Le serveur ne répond pas. Vérifiez la connexion et réessayez.", true);
}

// act runs what a click asked for, and tells a refusal.
export const act = (work: () => Promise<void>) => (event: Event) => {
  event.preventDefault();
  say("");
  work().catch(tell);
};
