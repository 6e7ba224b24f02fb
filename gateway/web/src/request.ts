// The counter: a request in thirty seconds. A SIRET or a name, a subject, a way to reach the person. A company that writes
// itself need not say who it is.
import { get, post } from "./api";
import { date, field, h } from "./html";
import { subjects } from "./names";
import { act, say } from "./say";
import type { Me, Subject } from "./types";

const input = (name: string, more: Record<string, string | boolean> = {}) => h("input", { name, autocomplete: "off", ...more });

export async function request(me: Me): Promise<Node[]> {
  const requestId = crypto.randomUUID(); // of this form: sent twice, it is one request
  const [known, own] = await Promise.all([subjects(), me.companyId ? get<{ siret: string }>(`/v1/companies/${me.companyId}`) : null]);
  const form = h("form", {}, h("h1", {}, "Nouvelle demande"),
    own ? null : company(),
    h("fieldset", {}, h("legend", {}, own ? "Qui rappeler" : "La personne"),
      field("Nom (obligatoire)", input("contact", { required: true, maxlength: "200" })),
      h("p", { class: "hint" }, "Un courriel ou un téléphone, au moins l'un des deux."),
      field("Courriel", input("email", { type: "email" })),
      field("Téléphone", input("phone", { type: "tel" }))),
    h("fieldset", {}, h("legend", {}, "Le besoin"),
      field("Sujet (obligatoire)", h("select", { name: "subject", required: true }, h("option", { value: "" }, "Choisissez…"), ...groups(known))),
      field("Description", h("textarea", { name: "description", rows: "4", maxlength: "5000" }))),
    h("button", { class: "button" }, "Envoyer"));
  form.addEventListener("submit", act(() => send(form, requestId, own?.siret)));
  return [form];
}

function company(): HTMLElement {
  const found = h("p", { role: "status", class: "hint" });
  const siret = input("siret", { inputmode: "numeric", maxlength: "17" });
  siret.addEventListener("input", () => void lookup(siret, found));
  return h("fieldset", {}, h("legend", {}, "L'entreprise"),
    field("SIRET", siret, "14 chiffres. Sans SIRET, laissez vide et donnez le nom et la commune."), found,
    field("Nom, s'il n'y a pas de SIRET", input("name", { maxlength: "200" })),
    field("Code Insee de la commune, s'il n'y a pas de SIRET", input("commune", { maxlength: "5" }), "Par exemple 30007 pour Alès"));
}

// groups sets the subjects under what they are part of.
const groups = (all: Subject[]) =>
  all.filter((s) => !s.parentCode).map((parent) =>
    h("optgroup", { label: parent.label }, ...all.filter((s) => s.parentCode === parent.subjectCode).map((s) => h("option", { value: s.subjectCode }, s.label))));

async function lookup(input: HTMLInputElement, found: HTMLElement): Promise<void> {
  const siret = input.value.replace(/\s/g, "");
  let told = "";
  if (siret.length === 14) {
    try {
      const c = await get<{ legalName: string; tradeName: string; communeCode: string }>(`/v1/companies:lookup?siret=${siret}`);
      told = `${c.tradeName || c.legalName} (commune ${c.communeCode})`;
    } catch {
      told = "Établissement inconnu de l'annuaire : la demande sera prise et signalée.";
    }
  }
  if (siret === input.value.replace(/\s/g, "")) found.textContent = told; // nothing was typed since
}

async function send(form: HTMLFormElement, clientRequestId: string, own?: string): Promise<void> {
  const value = (name: string) => String(new FormData(form).get(name) ?? "").trim();
  const siret = own ?? value("siret").replace(/\s/g, "");
  const answer = await post<{ case: { caseId: string }; receipt: { number: string; dueDate: string } }>("/v1/requests", {
    company: siret ? { siret } : { name: value("name"), communeCode: value("commune") },
    contact: { name: value("contact"), email: value("email"), phone: value("phone") },
    origin: own ? "CASE_ORIGIN_WEB_FORM" : "CASE_ORIGIN_COUNTER",
    clientRequestId,
    needs: [{ subjectCode: value("subject"), description: value("description") }],
  });
  location.hash = `#/dossier/${answer.case.caseId}`;
  say(`Demande ${answer.receipt.number} reçue. Réponse promise pour le ${date(answer.receipt.dueDate)}.`, false, true);
}
