// Opinions asked of a colleague, or of an outside expert by a link: the question and what is shared, never the case.
import { useRef, useState } from "preact/hooks";
import { post } from "../api";
import { instant } from "../dates";
import { bodies, useNames, useOnce, usePerson } from "../names";
import { Commands } from "../parts/commands";
import { Choice, Line, Several, Text } from "../parts/field";
import { Section, Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import type { Opinion } from "../types";
import { t } from "../words";
import { prefixed } from "./commands";
import { Colleagues } from "./people";
import type { PartProps } from "./page";

export function Opinions({ dossier, me, again }: PartProps) {
  const [link, setLink] = useState("");
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  async function ask(body: Json) {
    const { whom: _whom, body: _body, ...opinion } = body;
    const made = await post<Opinion>(`/v1/cases/${dossier.case.caseId}/opinions`, { ...opinion, clientRequestId: requestId.current });
    requestId.current = "";
    setLink(made.link);
  }
  return (
    <Section title={t("opinions.title")} count={String(dossier.opinions.length)}>
      <Commands inner label={t("opinions.title")} allowed={["ask"]} after={again} all={[{ action: "ask", label: t("opinions.ask"), send: ask, form: () => <Ask bodyId={me.bodyId} /> }]} />
      {link && <p class="notice">{t("opinions.link")} <code>{link}</code></p>}
      <ul class="rows">{dossier.opinions.map((o) => <OpinionRow key={o.opinionId} opinion={o} again={again} />)}</ul>
    </Section>
  );
}

function Ask({ bodyId }: { bodyId: string }) {
  const partners = useOnce(bodies, []);
  const [whom, setWhom] = useState("person");
  const [body, setBody] = useState(bodyId);
  return (
    <>
      <Text name="question" label={t("opinions.question")} rows={3} required />
      <div class="grid">
        <Choice name="whom" label={t("opinions.whom")} options={[{ value: "person", label: t("opinions.colleague") }, { value: "expert", label: t("opinions.expert") }]} onChange={setWhom} />
        {whom === "person" ? (
          <>
            <Choice name="body" label={t("assign.body")} value={body} onChange={setBody} options={partners.map((b) => ({ value: b.partnerBodyId, label: b.name }))} />
            <Colleagues name="personId" label={t("assign.person")} bodyId={body} blank={t("choose")} />
          </>
        ) : (
          <>
            <Line name="expert.name" label={t("contact.name")} required />
            <Line name="expert.email" label={t("contact.email")} type="email" required />
          </>
        )}
      </div>
      <Several name="sharedParts" label={t("opinions.share")} options={prefixed("opinionpart", "OPINION_PART_")} />
    </>
  );
}

function OpinionRow({ opinion: o, again }: { opinion: Opinion; again: () => Promise<void> }) {
  const names = useNames();
  const person = usePerson(o.personId);
  const to = (verb: string) => (body: Json) => post(`/v1/opinions/${o.opinionId}:${verb}`, body, o.etag);
  return (
    <li class="row">
      <span class="what">{o.question}</span>
      <span class="end"><Status status={o.status} label={o.statusLabel} /></span>
      <span class="hint whole">{[person || o.expert?.name, o.bodyId && names.short(o.bodyId), t("opinions.until", { day: instant(o.expireTime) })].filter(Boolean).join(" · ")}</span>
      <div class="whole"><Commands inner label={o.question} allowed={o.allowedActions} after={again} all={[
        { action: "answer", label: t("opinions.answer"), send: to("answer"), form: () => <Text name="text" label={t("own.answer.text")} required /> },
        { action: "revoke", label: t("opinions.revoke"), send: to("revoke") },
      ]} /></div>
    </li>
  );
}
