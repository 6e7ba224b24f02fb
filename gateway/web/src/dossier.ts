// One case with all its parts, live: each change of any service redraws it.
import { get, post } from "./api";
import { button } from "./button";
import { date, h, section, time } from "./html";
import { land } from "./land";
import { names, type Names } from "./names";
import type { Case, Contact, Dossier, Proposal, Referral } from "./types";

let stream: EventSource | undefined;

// leave stops following the case that was open.
export function leave(): void {
  stream?.close();
  stream = undefined;
}

export async function dossier(caseId: string, redraw: () => void): Promise<Node[]> {
  const [d, called] = await Promise.all([get<Dossier>(`/v1/cases/${caseId}/dossier`), names()]);
  follow(caseId, redraw);
  return [
    head(d.case),
    d.missing.length ? h("p", { class: "failed" }, `Ne répond pas pour l'instant : ${d.missing.map((m) => m.part).join(", ")}.`) : null,
    actions(d.case, redraw),
    section("Besoins", needs(d.case, called)),
    ...await Promise.all(d.landRequests.map((r) => land(r, redraw))),
    section("Organismes", referrals(d.referrals, called, redraw)),
    d.proposals.length && d.case.allowedActions.includes("refer") ? section("Organismes proposés", proposals(d.case, d.proposals, redraw)) : null,
    section("Déroulé", timeline(d, called)),
  ].filter((n): n is HTMLElement => Boolean(n));
}

function follow(caseId: string, redraw: () => void): void {
  if (stream) return;
  stream = new EventSource(`/v1/cases/${caseId}/dossier:watch`);
  let pending = 0;
  stream.addEventListener("change", () => {
    clearTimeout(pending);
    pending = window.setTimeout(redraw, 150); // several changes of one move are drawn once
  });
}

const head = (c: Case) =>
  h("div", {}, h("h1", {}, c.company?.name ?? "Projet"),
    h("p", {}, h("strong", { class: "tag" }, c.statusLabel), ` Dossier ${c.number}.`, c.dueDate ? ` Réponse promise pour le ${date(c.dueDate)}.` : ""),
    c.company?.verification === "VERIFICATION_UNVERIFIED" ? h("p", { class: "hint" }, "Entreprise non vérifiée : introuvable dans l'annuaire.") : null,
    c.contact ? contact(c.contact) : null,
    c.description ? h("p", {}, c.description) : null);

const contact = (c: Contact) =>
  h("p", { class: "contact" }, h("span", {}, c.name), c.email ? h("a", { href: `mailto:${c.email}` }, c.email) : null,
    c.phone ? h("a", { href: `tel:${c.phone}` }, c.phone) : null);

const needs = (c: Case, called: Names) =>
  h("ul", { class: "cards" }, ...c.needs.map((n) =>
    h("li", {}, h("strong", {}, called.subject(n.subjectCode)), " ", n.linkedStatusLabel ? h("span", { class: "tag" }, n.linkedStatusLabel) : null,
      n.description ? h("p", {}, n.description) : null)));

const referrals = (all: Referral[], called: Names, redraw: () => void) =>
  all.length === 0 ? h("p", {}, "Aucun organisme n'est encore mis en relation.") : h("ul", { class: "cards" }, ...all.map((r) =>
    h("li", {}, h("strong", {}, called.body(r.bodyId)), " ", h("span", { class: "tag" }, r.statusLabel), h("p", {}, r.sentence || r.note),
      r.allowedActions.includes("accept") ? button("Accepter", () => post(`/v1/referrals/${r.referralId}:accept`, {}, r.etag), redraw, true) : null,
      r.allowedActions.includes("decline") ? button("Refuser (hors de notre champ)", () =>
        post(`/v1/referrals/${r.referralId}:decline`, { reason: "DECLINE_REASON_NOT_CONCERNED", nobody: true }, r.etag), redraw) : null,
      r.allowedActions.includes("close") ? button("Clore : aide apportée", () =>
        post(`/v1/referrals/${r.referralId}:close`, { outcome: "REFERRAL_OUTCOME_HELPED" }, r.etag), redraw) : null)));

const proposals = (c: Case, all: Proposal[], redraw: () => void) =>
  h("ul", { class: "cards" }, ...all.map((p) =>
    h("li", {}, reasons(p), button(p.consentGiven
      ? `Mettre en relation avec ${p.bodyName}` : `L'entreprise est d'accord : mettre en relation avec ${p.bodyName}`, () => refer(c, p), redraw))));

// reasons is the server's sentence, with the name it begins with set off.
const reasons = (p: Proposal) =>
  h("p", {}, h("strong", {}, p.bodyName), p.sentence.startsWith(p.bodyName) ? p.sentence.slice(p.bodyName.length) : ` : ${p.sentence}`);

// refer records the company's agreement first, as it was given to the advisor.
async function refer(c: Case, p: Proposal): Promise<void> {
  if (!p.consentGiven) {
    await post(`/v1/cases/${c.caseId}/consents`, { consents: [{ bodyId: p.bodyId, channel: "CHANNEL_COUNTER" }] }, c.etag);
  }
  await post(`/v1/cases/${c.caseId}/referrals`, { bodyId: p.bodyId, needIds: p.needIds });
}

const timeline = (d: Dossier, called: Names) =>
  h("ol", { class: "timeline" }, ...d.timeline.map((e) =>
    h("li", {}, h("time", { datetime: e.time }, time(e.time)), h("span", {}, e.label, e.actorBodyId ? ` (${called.body(e.actorBodyId)})` : ""))));

function actions(c: Case, redraw: () => void): HTMLElement | null {
  const path = (verb: string) => `/v1/cases/${c.caseId}:${verb}`;
  const may = (verb: string) => c.allowedActions.includes(verb);
  if (!["qualify", "takeCharge", "close"].some(may)) return null;
  return section("Que faire maintenant",
    may("qualify") ? button("Qualifier", () => post(path("qualify"), {}, c.etag), redraw, true) : null,
    may("takeCharge") ? button("Prendre en charge", () => post(path("takeCharge"), {}, c.etag), redraw) : null,
    may("close") ? button("Clore : aide apportée", () => post(path("close"), { outcome: "CASE_OUTCOME_HELPED" }, c.etag), redraw) : null);
}
