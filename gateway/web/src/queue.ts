// The advisor's queue: what waits for an answer of the body, and its cases by due date.
import { get, list } from "./api";
import { date, h, section, shortDate } from "./html";
import type { Case, Me, Referral } from "./types";

export async function queue(me: Me): Promise<Node[]> {
  const [waiting, cases] = await Promise.all([
    me.companyId ? null : get<{ referrals: Referral[] }>(list("/v1/referrals", `bodyId = "mine" AND unanswered = true`, "dueTime")),
    get<{ cases: Case[] }>(list("/v1/cases", "", "dueTime")),
  ]);
  return [
    h("h1", {}, me.companyId ? "Vos demandes" : "À traiter"),
    h("p", {}, h("a", { class: "button", href: "#/demande" }, "Nouvelle demande")),
    waiting && section("Mises en relation qui attendent votre réponse", waiting.referrals.length ? referrals(waiting.referrals) : h("p", {}, "Aucune pour l'instant.")),
    section("Dossiers", cases.cases.length ? table(cases.cases) : h("p", {}, "Aucun dossier pour l'instant.")),
  ].filter((n): n is HTMLElement => Boolean(n));
}

const referrals = (all: Referral[]) =>
  h("ul", { class: "cards" }, ...all.map((r) =>
    h("li", {}, h("a", { href: `#/dossier/${r.caseId}` }, `${r.caseNumber} : ${r.company?.name ?? "projet sans entreprise"}`),
      h("p", {}, r.sentence || r.note), h("p", { class: "due" }, `Réponse promise pour le ${date(r.dueDate)}`))));

const table = (all: Case[]) =>
  h("div", { class: "scroll cases", tabindex: "0", role: "region", "aria-label": "Dossiers" },
    h("table", {},
      h("thead", {}, h("tr", {}, ...["Dossier", "État", "Échéance", "Besoins"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, ...all.map((c) =>
        h("tr", {},
          h("td", {}, h("a", { href: `#/dossier/${c.caseId}` }, c.number || "Brouillon"), h("div", {}, c.company?.name ?? "Projet")),
          h("td", {}, c.statusLabel), h("td", {}, shortDate(c.dueDate)),
          h("td", {}, String(c.needs.length)))))));
