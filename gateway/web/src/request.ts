// The counter: a request in thirty seconds. A SIRET or a name, a subject, a way to reach the person.
import { get, list, post } from "./api";
import { date, field, h } from "./html";
import { act, say } from "./say";
import type { Subject } from "./types";

const input = (name: string, more: Record<string, string | boolean> = {}) => h("input", { name, autocomplete: "off", ...more });

export async function request(): Promise<Node[]> {
  const subjects = (await get<{ subjects: Subject[] }>(list("/v1/subjects", ""))).subjects.filter((s) => s.parentCode);
  const found = h("p", { role: "status", class: "hint" });
  const siret = input("siret", { inputmode: "numeric", maxlength: "17" });
  siret.addEventListener("change", () => void lookup(siret.value, found));
  const subject = h("select", { name: "subject", required: true }, h("option", { value: "" }, "Choisissez…"),
    ...subjects.map((s) => h("option", { value: s.subjectCode }, s.label)));
  const form = h("form", {},
    h("h1", {}, "Nouvelle demande"),
    h("fieldset", {}, h("legend", {}, "L'entreprise"),
      field("SIRET", siret, "14 chiffres. Sans SIRET, laissez vide et donnez le nom et la commune."), found,
      field("Nom, s'il n'y a pas de SIRET", input("name", { maxlength: "200" })),
      field("Code Insee de la commune", input("commune", { maxlength: "5" }), "Par exemple 30007 pour Alès")),
    h("fieldset", {}, h("legend", {}, "La personne"),
      field("Nom", input("contact", { required: true, maxlength: "200" })),
      field("Courriel", input("email", { type: "email" })),
      field("Téléphone", input("phone", { type: "tel" }))),
    h("fieldset", {}, h("legend", {}, "Le besoin"),
      field("Sujet", subject),
      field("Description", h("textarea", { name: "description", rows: "4", maxlength: "5000" }))),
    h("button", { class: "button" }, "Envoyer"));
  form.addEventListener("submit", act(() => send(form)));
  return [form];
}

async function lookup(siret: string, found: HTMLElement): Promise<void> {
  found.textContent = "";
  if (siret.replace(/\s/g, "").length !== 14) return;
  try {
    const c = await get<{ legalName: string; tradeName: string; communeCode: string }>(`/v1/companies:lookup?siret=${siret.replace(/\s/g, "")}`);
    found.textContent = `${c.tradeName || c.legalName} (${c.communeCode})`;
  } catch {
    found.textContent = "Établissement inconnu de l'annuaire : la demande sera prise et signalée.";
  }
}

async function send(form: HTMLFormElement): Promise<void> {
  const value = (name: string) => String(new FormData(form).get(name) ?? "").trim();
  const company = value("siret") ? { siret: value("siret").replace(/\s/g, "") } : { name: value("name"), communeCode: value("commune") };
  const answer = await post<{ case: { caseId: string }; receipt: { number: string; dueDate: string } }>("/v1/requests", {
    company,
    contact: { name: value("contact"), email: value("email"), phone: value("phone") },
    origin: "CASE_ORIGIN_COUNTER",
    clientRequestId: crypto.randomUUID(),
    needs: [{ subjectCode: value("subject"), description: value("description") }],
  });
  say(`Demande ${answer.receipt.number} reçue. Réponse promise pour le ${date(answer.receipt.dueDate)}.`);
  location.hash = `#/dossier/${answer.case.caseId}`;
}
