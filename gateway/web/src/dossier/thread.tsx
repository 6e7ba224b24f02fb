// What is written in the case. Before one sends, it says who will read it.
import { useEffect, useRef, useState } from "preact/hooks";
import { get, list, patch, post, remove } from "../api";
import { instant } from "../dates";
import { bodies, useNames, useOnce, usePerson } from "../names";
import { Commands } from "../parts/commands";
import { Choice, Text } from "../parts/field";
import { Form } from "../parts/form";
import { Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import { say, tell } from "../say";
import type { Case, Message } from "../types";
import { code, t } from "../words";
import { prefixed } from "./commands";
import { Colleagues } from "./people";
import type { PartProps } from "./page";

export function Thread({ dossier, me, again }: PartProps) {
  const c = dossier.case;
  const [visibility, setVisibility] = useState("MESSAGE_VISIBILITY_PARTNERS");
  const [turn, setTurn] = useState(0);
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  useRead(c);
  async function send(body: Json) {
    const { callBody: _callBody, call, ...message } = body;
    await post(`/v1/cases/${c.caseId}/messages`, { ...message, ...called(String(call ?? "")), clientRequestId: requestId.current });
    requestId.current = "";
    say(t("message.sent"));
    setTurn(turn + 1);
    await again();
  }
  return (
    <Section title={t("thread.title")} count={dossier.messagesNextPageToken ? `${dossier.messages.length}+` : String(dossier.messages.length)}>
      {c.status !== "CASE_STATUS_ARCHIVED" && (
        <Form key={turn} class="compose" label={t("message.send")} send={send}>
          <div class="grid">
            <Choice name="visibility" label={t("message.for")} options={prefixed("visibility", "MESSAGE_VISIBILITY_")} value={visibility} onChange={setVisibility} />
            {visibility !== "MESSAGE_VISIBILITY_PERSONAL" && <Call case={c} own={me.bodyId} bodyOnly={visibility === "MESSAGE_VISIBILITY_BODY"} />}
          </div>
          <Text name="text" label={t("message.text")} rows={2} />
          <p class="hint" role="status"><Readers case={c} visibility={visibility} own={me.bodyId} /></p>
        </Form>
      )}
      <Messages first={dossier.messages} next={dossier.messagesNextPageToken} caseId={c.caseId} again={again} />
    </Section>
  );
}

// useRead says that the thread was read, once it has been on screen for a moment.
function useRead(c: Case): void {
  useEffect(() => {
    if (!c.unreadCount) return;
    const timer = setTimeout(() => { if (!document.hidden) void post(`/v1/cases/${c.caseId}/messages:markRead`, {}).catch(() => undefined); }, 2000);
    return () => clearTimeout(timer);
  }, [c.caseId, c.unreadCount]);
}

const called = (call: string): Json => (call.startsWith("body:") ? { mentionedBodyIds: [call.slice(5)] } : call ? { mentionedPersonIds: [call] } : {});

const involved = (c: Case) => [...new Set([c.leadBodyId, ...c.referrals.filter((r) => !/CANCELLED|DECLINED|EXPIRED|REDIRECTED/.test(r.status)).map((r) => r.bodyId)])];

// Call is whom to tell: a body of the case, or somebody of it.
function Call({ case: c, own, bodyOnly }: { case: Case; own: string; bodyOnly: boolean }) {
  const partners = useOnce(bodies, []);
  const [body, setBody] = useState("");
  const options = partners.filter((b) => (bodyOnly ? b.partnerBodyId === own : involved(c).includes(b.partnerBodyId))).map((b) => ({ value: b.partnerBodyId, label: b.shortName || b.name }));
  return (
    <>
      <Choice name="callBody" label={t("message.mention")} options={options} blank={t("refer.nobody")} onChange={setBody} />
      {body && <Colleagues name="call" label={t("assign.person")} bodyId={body} blank={t("assign.anybody")} everybody={`body:${body}`} />}
    </>
  );
}

// Readers says in plain words who reads what is being written.
function Readers({ case: c, visibility, own }: { case: Case; visibility: string; own: string }) {
  const names = useNames();
  return <>{t(`readers.${visibility.replace("MESSAGE_VISIBILITY_", "")}` as "readers.BODY", { body: names.short(own), bodies: involved(c).map(names.short).join(", "), company: c.company?.name || t("case.project") })}</>;
}

export function Messages({ first, next, caseId, again }: { first: Message[]; next: string; caseId: string; again: () => Promise<void> }) {
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
      <ul class="thread">{[...first, ...older].map((m) => <MessageItem key={m.messageId} message={m} again={again} />)}</ul>
      {more && <button type="button" class="button second small" onClick={() => void load().catch(tell)}>{t("message.older")}</button>}
    </>
  );
}

function MessageItem({ message: m, again }: { message: Message; again: () => Promise<void> }) {
  const names = useNames();
  const person = usePerson(m.authorPersonId && !m.fromCompany ? m.authorPersonId : "");
  const mentioned = usePerson(m.mentionedPersonIds[0] ?? "");
  const author = m.fromCompany ? t("message.company") : [person, names.short(m.authorBodyId)].filter(Boolean).join(", ");
  const calls = [mentioned, ...m.mentionedBodyIds.map(names.short)].filter(Boolean).join(", ");
  return (
    <li class={m.visibility === "MESSAGE_VISIBILITY_COMPANY" ? "shared" : ""}>
      <p class="line"><strong>{author}</strong> <time dateTime={m.createdTime}>{instant(m.createdTime)}</time> <span class="tag quiet">{code("visibility", m.visibility.replace("MESSAGE_VISIBILITY_", ""))}</span>
        {m.unread && <span class="tag waits">{t("message.new")}</span>}{calls && <span class="hint">{t("message.calls", { names: calls })}</span>}{m.edits.length > 0 && <span class="hint">{t("message.edited")}</span>}</p>
      {m.deletedTime ? <p class="hint">{t("message.deleted")}</p> : <p class="letter">{m.text}</p>}
      <Commands inner quiet label={author} allowed={m.allowedActions} after={again} all={[
        { action: "update", label: t("message.edit"), confirm: t("save"), form: () => <Text name="text" label={t("message.text")} value={m.text} required />, send: (body) => patch(`/v1/messages/${m.messageId}`, body, m.etag) },
        { action: "delete", label: t("message.delete"), form: () => <p class="hint">{t("message.delete.hint")}</p>, send: () => remove(`/v1/messages/${m.messageId}`, m.etag) },
      ]} />
    </li>
  );
}
