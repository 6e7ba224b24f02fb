// The console: a few pages behind the hash of the address, drawn from the API.
import { get, Problem } from "./api";
import { dossier, leave } from "./dossier";
import { h } from "./html";
import { queue } from "./queue";
import { request } from "./request";
import { say, tell } from "./say";
import type { Me } from "./types";

const content = document.getElementById("content")!;
let me: Me | undefined;
let drawn = "";

async function page(): Promise<Node[]> {
  const caseId = /^#\/dossier\/(cas_[0-9a-z]+)$/.exec(location.hash)?.[1];
  if (location.hash !== drawn) leave();
  if (caseId) return dossier(caseId, () => void draw());
  if (location.hash === "#/demande") return request();
  return queue(me!);
}

async function draw(): Promise<void> {
  const moved = location.hash !== drawn;
  try {
    const nodes = await page();
    content.replaceChildren(...nodes);
    drawn = location.hash;
    document.title = `${content.querySelector("h1")?.textContent ?? "Hup"} — Hup`;
    if (moved) content.focus();
  } catch (error) {
    tell(error);
  }
}

async function start(): Promise<void> {
  if (new URLSearchParams(location.search).get("sign-in") === "failed") say("La connexion n'a pas abouti. Recommencez.", true);
  try {
    me = await get<Me>("/v1/me");
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) tell(error);
    return; // the page as it came offers to sign in
  }
  document.getElementById("who")!.replaceChildren(
    h("span", {}, [me.name, me.bodyId].filter(Boolean).join(", ")), h("a", { href: "#/" }, "À traiter"),
    h("form", { method: "post", action: "/sign-out" }, h("button", { class: "link" }, "Se déconnecter")));
  addEventListener("hashchange", () => { say(""); void draw(); });
  await draw();
}

void start();
