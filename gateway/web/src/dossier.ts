// One case with all its parts, live: each change of any service redraws it.
import { get, post } from "./api";
import { date, h, section, time } from "./html";
import { act, say, tell } from "./say";
import type { Case, Dossier, LandRequest, Match, Proposal, Referral } from "./types";

let stream: EventSource | undefined;

// leave stops following the case that was open.
export function leave(): void {
  stream?.close();
  stream = undefined;
}

export async function dossier(caseId: string, redraw: () => void): Promise<Node[]> {
  const d = await get<Dossier>(`/v1/cases/${caseId}/dossier`);
  follow(caseId, redraw);
  return [
    head(d.case),
    d.missing.length ? h("p", { class: "failed" }, `Ne répond pas pour l'instant : ${d.missing.map((m) => m.part).join(", ")}.`) : null,
    section("Besoins", needs(d.case)),
    ...d.landRequests.map((r) => landRequest(r, redraw)),
    section("Organismes", referrals(d.referrals, redraw), proposals(d.case, d.proposals, redraw)),
    section("Déroulé", timeline(d)),
    actions(d.case, redraw),
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
  h("div", {}, h("h1", {}, `${c.number} — ${c.company?.name ?? "Projet"}`),
    h("p", {}, h("strong", { class: "tag" }, c.statusLabel), c.dueDate ? ` Réponse promise pour le ${date(c.dueDate)}.` : ""),
    c.company?.verification === "VERIFICATION_UNVERIFIED" ? h("p", { class: "hint" }, "Entreprise non vérifiée : introuvable dans l'annuaire.") : null,
    c.description ? h("p", {}, c.description) : null);

const needs = (c: Case) =>
  h("ul", { class: "cards" }, ...c.needs.map((n) =>
    h("li", {}, h("strong", {}, n.subjectCode), " ", n.linkedStatusLabel ? h("span", { class: "tag" }, n.linkedStatusLabel) : null,
      n.description ? h("p", {}, n.description) : null)));

const referrals = (all: Referral[], redraw: () => void) =>
  h("ul", { class: "cards" }, ...all.map((r) =>
    h("li", {}, h("strong", {}, r.bodyId), " ", h("span", { class: "tag" }, r.statusLabel), h("p", {}, r.sentence || r.note),
      r.allowedActions.includes("accept") ? button("Accepter", () => post(`/v1/referrals/${r.referralId}:accept`, {}, r.etag), redraw) : null,
      r.allowedActions.includes("decline") ? button("Refuser (hors de notre champ)", () =>
        post(`/v1/referrals/${r.referralId}:decline`, { reason: "DECLINE_REASON_NOT_CONCERNED", nobody: true }, r.etag), redraw) : null,
      r.allowedActions.includes("close") ? button("Clore : aide apportée", () =>
        post(`/v1/referrals/${r.referralId}:close`, { outcome: "REFERRAL_OUTCOME_HELPED" }, r.etag), redraw) : null)));

const proposals = (c: Case, all: Proposal[], redraw: () => void) =>
  all.length === 0 ? null : h("div", {}, h("h3", {}, "Organismes proposés"),
    h("ul", { class: "cards" }, ...all.map((p) =>
      h("li", {}, h("strong", {}, p.bodyName || p.bodyId), h("p", {}, p.sentence),
        button(`Mettre en relation avec ${p.bodyName || p.bodyId}`, () =>
          post(`/v1/cases/${c.caseId}/referrals`, { bodyId: p.bodyId, needIds: p.needIds }), redraw)))));

function landRequest(r: LandRequest, redraw: () => void): HTMLElement {
  const place = h("div");
  const show = async () => {
    const { matches, sentence } = await get<{ matches: Match[]; sentence: string }>(`/v1/land-requests/${r.landRequestId}/matches`);
    place.replaceChildren(sentence ? h("p", {}, sentence) : "", h("ol", { class: "cards" }, ...matches.slice(0, 8).map((m) =>
      h("li", {}, h("strong", {}, m.asset.name), ` — ${m.asset.areaM2} m², accord ${m.score}/100${m.nearMiss ? " (presque)" : ""}`,
        h("ul", {}, ...m.criteria.map((k) => h("li", { class: k.met ? "" : "unmet" }, k.sentence))),
        r.allowedActions.includes("shortlist") ? button(`Proposer ${m.asset.name}`, () =>
          post(`/v1/land-requests/${r.landRequestId}:shortlist`, { matchIds: [m.matchId] }, r.etag), redraw) : null))));
  };
  return section("Foncier et locaux", h("p", {}, h("span", { class: "tag" }, r.statusLabel)),
    r.allowedActions.includes("qualify") ? button("Qualifier la demande de foncier", () => post(`/v1/land-requests/${r.landRequestId}:qualify`, {}, r.etag), redraw) : null,
    h("button", { class: "button second", click: act(show) }, "Voir les biens qui conviennent"), place);
}

const timeline = (d: Dossier) =>
  h("ol", { class: "timeline" }, ...d.timeline.map((e) => h("li", {}, h("time", {}, time(e.time)), ` ${e.label}`, e.actorBodyId ? ` (${e.actorBodyId})` : "")));

function actions(c: Case, redraw: () => void): HTMLElement | null {
  const path = (verb: string) => `/v1/cases/${c.caseId}:${verb}`;
  const may = (verb: string) => c.allowedActions.includes(verb);
  if (!["qualify", "takeCharge", "close"].some(may)) return null;
  return section("Que faire maintenant",
    may("qualify") ? button("Qualifier", () => post(path("qualify"), {}, c.etag), redraw) : null,
    may("takeCharge") ? button("Prendre en charge", () => post(path("takeCharge"), {}, c.etag), redraw) : null,
    may("close") ? button("Clore : aide apportée", () => post(path("close"), { outcome: "CASE_OUTCOME_HELPED" }, c.etag), redraw) : null);
}

const button = (label: string, work: () => Promise<unknown>, redraw: () => void) =>
  h("button", { class: "button second", click: act(async () => {
    try {
      await work();
      say("C'est fait.");
    } catch (error) {
      tell(error);
    }
    redraw();
  }) }, label);
