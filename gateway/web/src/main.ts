// The console: a few pages behind the hash of the address, drawn from the API.
import { get, Problem } from "./api";
import { dossier, leave } from "./dossier";
import { h } from "./html";
import { names } from "./names";
import { queue } from "./queue";
import { request } from "./request";
import { hush, say, tell } from "./say";
import type { Me } from "./types";

const content = document.getElementById("content")!;
let me: Me | undefined;
let drawn: string | undefined;
let drawing = 0;

async function page(): Promise<Node[]> {
  const caseId = /^#\/dossier\/(cas_[0-9a-z]+)$/.exec(location.hash)?.[1];
  if (location.hash !== drawn) leave();
  if (caseId) return dossier(caseId, () => void draw());
  if (location.hash === "#/demande") return request(me!);
  return queue(me!);
}

async function draw(): Promise<void> {
  const turn = ++drawing;
  const moved = location.hash !== drawn;
  try {
    const nodes = await page();
    if (turn !== drawing) return; // a later draw is under way
    const held = focused();
    content.replaceChildren(...nodes);
    document.title = `${content.querySelector("h1")?.textContent ?? "Hup"} — Hup`;
    if (moved && drawn !== undefined) {
      content.focus();
      scrollTo(0, 0);
    } else if (held !== undefined) (buttons().find((b) => b.textContent === held) ?? content).focus({ preventScroll: true });
    drawn = location.hash;
  } catch (error) {
    tell(error);
  }
}

const buttons = () => [...content.querySelectorAll<HTMLElement>("button, a")];

// focused is the label of what has the focus in the page: a page that is drawn again gives it back.
const focused = () => (content.contains(document.activeElement) ? document.activeElement?.textContent ?? "" : undefined);

async function start(): Promise<void> {
  if (new URLSearchParams(location.search).get("sign-in") === "failed") say("La connexion n'a pas abouti. Recommencez.", true);
  try {
    me = await get<Me>("/v1/me");
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) tell(error);
    return; // the page as it came offers to sign in
  }
  const called = await names();
  document.getElementById("who")!.replaceChildren(
    h("span", {}, [me.name, me.bodyId && called.body(me.bodyId)].filter(Boolean).join(", ")),
    h("nav", { "aria-label": "Pages" }, h("a", { href: "#/" }, me.companyId ? "Vos demandes" : "À traiter"), h("a", { href: "#/demande" }, "Nouvelle demande")),
    h("form", { method: "post", action: "/sign-out" }, h("button", { class: "link" }, "Se déconnecter")));
  addEventListener("hashchange", () => { hush(); void draw(); });
  await draw();
}

void start();
