// What is written in the case. Before one sends, it says who will read it.
import { useRef, useState } from "preact/hooks";
import { get, list, post } from "../api";
import { instant } from "../dates";
import { useNames, usePerson } from "../names";
import { Choice, Text } from "../parts/field";
import { Form } from "../parts/form";
import { Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import { say, tell } from "../say";
import type { Case, Message } from "../types";
import { code, t } from "../words";
import { prefixed } from "./commands";
import type { PartProps } from "./page";

export function Thread({ dossier, me, again }: PartProps) {
  const c = dossier.case;
  const [visibility, setVisibility] = useState("MESSAGE_VISIBILITY_PARTNERS");
  const [turn, setTurn] = useState(0);
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  async function send(body: Json) {
    await post(`/v1/cases/${c.caseId}/messages`, { ...body, clientRequestId: requestId.current });
    requestId.current = "";
    say(t("message.sent"));
    setTurn(turn + 1);
    await again();
  }
  return (
    <Section title={t("thread.title")} count={dossier.messagesNextPageToken ? `${dossier.messages.length}+` : String(dossier.messages.length)}>
      {c.status !== "CASE_STATUS_ARCHIVED" && (
        <Form key={turn} class="compose" label={t("message.send")} send={send}>
          <Choice name="visibility" label={t("message.for")} options={prefixed("visibility", "MESSAGE_VISIBILITY_")} value={visibility} onChange={setVisibility} />
          <Text name="text" label={t("message.text")} rows={2} />
          <p class="hint" role="status"><Readers case={c} visibility={visibility} own={me.bodyId} /></p>
        </Form>
      )}
      <Messages first={dossier.messages} next={dossier.messagesNextPageToken} caseId={c.caseId} />
    </Section>
  );
}

// Readers says in plain words who reads what is being written.
function Readers({ case: c, visibility, own }: { case: Case; visibility: string; own: string }) {
  const names = useNames();
  const bodies = [...new Set([c.leadBodyId, ...c.referrals.filter((r) => !/CANCELLED|DECLINED|EXPIRED/.test(r.status)).map((r) => r.bodyId)])].map(names.short).join(", ");
  return <>{t(`readers.${visibility.replace("MESSAGE_VISIBILITY_", "")}` as "readers.BODY", { body: names.short(own), bodies, company: c.company?.name || t("case.project") })}</>;
}

export function Messages({ first, next, caseId }: { first: Message[]; next: string; caseId: string }) {
  const [older, setOlder] = useState<Message[]>([]);
  const [token, setToken] = useState<string>();
  const more = token ?? next;
  async function load() {
    const page = await get<{ messages: Message[]; nextPageToken: string }>(list(`/v1/cases/${caseId}/messages`, { pageToken: more }));
    setOlder([...older, ...page.messages.filter((m) => !first.some((f) => f.messageId === m.messageId))]);
    setToken(page.nextPageToken);
  }
  return (
    <>
      <ul class="thread">{[...first, ...older].map((m) => <MessageItem key={m.messageId} message={m} />)}</ul>
      {more && <button type="button" class="button second small" onClick={() => void load().catch(tell)}>{t("message.older")}</button>}
    </>
  );
}

function MessageItem({ message: m }: { message: Message }) {
  const names = useNames();
  const person = usePerson(m.authorPersonId && !m.fromCompany ? m.authorPersonId : "");
  const author = m.fromCompany ? t("message.company") : [person, names.short(m.authorBodyId)].filter(Boolean).join(", ");
  return (
    <li class={m.visibility === "MESSAGE_VISIBILITY_COMPANY" ? "shared" : ""}>
      <p class="line"><strong>{author}</strong> <time dateTime={m.createdTime}>{instant(m.createdTime)}</time> <span class="tag quiet">{code("visibility", m.visibility.replace("MESSAGE_VISIBILITY_", ""))}</span></p>
      <p class="letter">{m.text}</p>
    </li>
  );
}
