// The counter: a request in thirty seconds, by keyboard alone. Who, what, whom to call back; the rest is folded away. The
// names of the fields are those of the API, so that each refusal is shown where it belongs.
import { useRef, useState } from "preact/hooks";
import { get, post } from "../api";
import { useTitle } from "../app";
import { bodies, useOnce } from "../names";
import { Choice, Line, Several, Text } from "../parts/field";
import { Form } from "../parts/form";
import { Fold, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { go } from "../route";
import { say, tell } from "../say";
import type { Company, Contact, Me } from "../types";
import { choices, t } from "../words";
import { CompanyStep, type Asker } from "./company";
import { Needs } from "./needs";

// consentText is the version of the text that is read to the company.
const consentText = "2026-01";

interface Sent { case: { caseId: string; etag: string }; receipt: { number: string } }

export function Counter({ me }: { me: Me }) {
  useTitle(t("nav.new"));
  const own = useRead(async () => (me.companyId ? get<Company>(`/v1/companies/${me.companyId}`) : null), "own");
  return <Wait reading={own}>{(company) => <RequestForm own={company} />}</Wait>;
}

function RequestForm({ own }: { own: Company | null }) {
  const requestId = useRef(crypto.randomUUID()); // of this form: sent twice, it is one request
  const [asker, setAsker] = useState<Asker>(own ? { kind: "company", siret: own.siret } : { kind: "search" });
  const [contact, setContact] = useState<Contact>();
  async function send(body: Json) {
    const { helped, ...request } = withConsents(body, own ? "CHANNEL_WEB" : "CHANNEL_COUNTER");
    const asked = { origin: "CASE_ORIGIN_WEB_FORM", ...request, company: companyOf(asker, body), clientRequestId: requestId.current };
    const quick = own ? undefined : atCounter(asked, helped);
    if (quick) return go(`recu/${(await post<Sent>("/v1/requests:atCounter", quick)).case.caseId}`);
    const sent = await post<Sent>("/v1/requests", { contact: {}, ...asked });
    if (helped) await close(sent.case.caseId, String(helped)).catch(tell);
    go(`recu/${sent.case.caseId}`);
  }
  return (
    <>
      <h1>{t("nav.new")}</h1>
      <Form class="counter" label={t("counter.send")} send={send} rename={placeOf} focus>
        {!own && <CompanyStep asker={asker} change={setAsker} contact={setContact} />}
        <Needs communeCode={asker.kind === "company" ? asker.known?.communeCode : undefined} />
        <fieldset class="group" key={contact?.name}>
          <legend>{own ? t("counter.callback") : t("counter.person")}</legend>
          <p class="hint">{t("contact.either")}</p>
          <div class="grid">
            <Line name="contact.name" label={t("contact.name")} required hint={asker.kind === "company" && asker.known?.companyId ? t("contact.known") : ""} value={contact?.name} autocomplete={own ? "name" : "off"} />
            <Line name="contact.phone" label={t("contact.phone")} type="tel" mode="tel" value={contact?.phone} />
            <Line name="contact.email" label={t("contact.email")} type="email" mode="email" value={contact?.email} />
            <Line name="contact.role" label={t("contact.role")} value={contact?.role} />
          </div>
        </fieldset>
        <Consents />
        {!own && <Outcome />}
        <More own={Boolean(own)} />
      </Form>
    </>
  );
}

// atCounter is the simple case in one call: one need without details, closed at once if it was settled, and whom to call back
// only if that is not the contact that is known.
function atCounter(asked: Json, helped: unknown): Json | undefined {
  const { company, contact, needs, origin, urgency, clientRequestId, consents, ...more } = asked;
  const [need, other] = needs as Json[];
  const { subjectCode, description, answers, ...details } = need!;
  const plain = !other && !Object.keys(details).length && !Object.keys(more).length && !(consents as unknown[]).length;
  if (!plain || urgency !== "URGENCY_NORMAL" || !/COUNTER|PHONE/.test(String(origin))) return undefined;
  const reach = Object.values((contact ?? {}) as Json).some(Boolean) ? { contact } : {};
  const outcome = helped ? { outcome: "CASE_OUTCOME_HELPED", outcomeNote: helped } : {};
  return { company, subjectCode, description, answers, origin, clientRequestId, ...reach, ...outcome };
}

// companyOf says who asks in the one way that was chosen. A project leader has the name of the person.
function companyOf(asker: Asker, body: Json): Json {
  const typed = (body.company ?? {}) as Json;
  if (asker.kind === "company") return { siret: asker.siret };
  if (asker.kind === "leader") return { projectLeader: { ...(typed.projectLeader as Json | undefined), name: (body.contact as Json | undefined)?.name ?? "" } };
  return typed;
}

// placeOf says at which field a refusal is shown that is about several, or about one that the form fills by itself.
function placeOf(path: string): string {
  if (/^(subjectCode|description|answers)/.test(path)) return `needs[0].${path}`;
  if (path === "contact" || path === "contact.preferredChannel") return "contact.phone";
  if (path === "company.projectLeader.name") return "contact.name";
  if (path === "company.siret") return "company";
  return path;
}

function withConsents(body: Json, channel: string): Json {
  const given = (body.consents ?? []) as string[];
  return { ...body, consents: given.map((bodyId) => ({ bodyId, channel, textVersion: consentText })) };
}

// close ends at once what was answered at the desk.
const close = (caseId: string, note: string) =>
  post(`/v1/cases/${caseId}:takeCharge`, { outcome: "CASE_OUTCOME_HELPED", outcomeNote: note }).then(() => say(t("counter.closed"), false, true));

function Consents() {
  const partners = useOnce(bodies, []);
  return (
    <Fold class="group" title={t("consents.title")}>
      <p class="hint">{t("consents.text")}</p>
      <Several name="consents" label={t("consents.which")} options={partners.filter((b) => b.status !== "PARTNER_BODY_STATUS_LEFT").map((b) => ({ value: b.partnerBodyId, label: b.shortName || b.name }))} />
    </Fold>
  );
}

const Outcome = () => (
  <Fold class="group" title={t("counter.helped")}>
    <Text name="helped" label={t("counter.helped.note")} hint={t("counter.helped.hint")} rows={2} />
  </Fold>
);

// More is what the simple case does not need.
const More = ({ own }: { own: boolean }) => (
  <Fold class="group" title={t("counter.more")}>
    <Text name="description" label={t("counter.situation")} rows={3} />
    <div class="grid">
      {!own && <Choice name="origin" label={t("counter.origin")} value="COUNTER" options={choices("origin").map((o) => ({ ...o, value: `CASE_ORIGIN_${o.value}` }))} />}
      <Choice name="urgency" label={t("counter.urgency")} value="URGENCY_NORMAL" options={choices("urgency").map((o) => ({ ...o, value: `URGENCY_${o.value}` }))} />
      <Choice name="contact.preferredChannel" label={t("contact.channel")} blank="" options={choices("channel").slice(0, 3).map((o) => ({ ...o, value: `CHANNEL_${o.value}` }))} />
      {!own && <Line name="receivedTime" kind="instant" type="datetime-local" label={t("counter.received")} hint={t("counter.received.hint")} />}
      {!own && <Line name="externalReference" label={t("counter.reference")} max={100} />}
    </div>
  </Fold>
);

