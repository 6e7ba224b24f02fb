// One comité: its agenda while it is prepared and held, its minutes once it is over.
import type { ComponentChildren } from "preact";
import { get, list, patch, post, Problem, quoted } from "../api";
import { useTitle } from "../app";
import { fullDay, longDay } from "../dates";
import { useNames } from "../names";
import { Commands, type Command } from "../parts/commands";
import { Line, Text } from "../parts/field";
import { Facts, Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { go, href } from "../route";
import type { Case } from "../types";
import { t } from "../words";
import { Closing, Decided } from "./decided";
import { MeetingFields } from "./fields";
import { MinutesPart } from "./minutes";
import { Session } from "./session";
import { address, type Meeting, type MeetingProps } from "./types";
import "./words";

// MeetingPage is the meeting, or the screen of the room, case after case.
export function MeetingPage(p: { meetingId: string; session: boolean; query: URLSearchParams }) {
  const reading = useRead(() => get<Meeting>(address(p.meetingId)), p.meetingId);
  return <Wait reading={reading}>{(m) => (p.session && m.items.length > 0
    ? <Session meeting={m} first={Number(p.query.get("n")) || 1} again={reading.again} />
    : <Whole meeting={m} again={reading.again} />)}</Wait>;
}

function Whole({ meeting: m, again }: MeetingProps) {
  const names = useNames();
  useTitle(`${m.title}, ${fullDay(m.heldDate)}`);
  return (
    <article class="meeting">
      <p><a href={href("comite")}>{t("comite.all")}</a></p>
      <header class="head">
        <h1>{m.title} <span class="number">{longDay(m.heldDate)}</span></h1>
        <p class="line"><Status status={m.status} label={m.statusLabel} />{m.reasonNote}</p>
      </header>
      <MeetingCommands meeting={m} again={again} />
      {m.status === "MEETING_STATUS_CLOSED" ? <MinutesPart meeting={m} /> : (
        <Section title={t("comite.who")}>
          <Facts all={[
            [t("comite.holder"), m.coordinated ? t("comite.coordination") : names.body(m.bodyId)], [t("comite.day"), fullDay(m.heldDate)], [t("comite.place"), m.place],
            ...m.participants.map((p): [string, ComponentChildren] => [names.body(p.bodyId), p.absent ? t("comite.absent") : p.names || t("comite.invited")]),
          ]} />
        </Section>
      )}
      <Agenda meeting={m} again={again} />
    </article>
  );
}

function MeetingCommands({ meeting: m, again }: MeetingProps) {
  const to = (verb: string) => (body: Json) => post(`${address(m.meetingId)}:${verb}`, body, m.etag);
  const room = () => go(`comite/${m.meetingId}/seance`);
  const all: Command[] = [
    { action: "start", label: t("comite.start"), first: true, done: t("comite.started"), send: async () => { await to("start")({}); if (m.items.length) room(); } },
    ...(m.items.length ? [{ action: "decide", label: t("comite.resume"), first: true, done: "", send: async () => room() }] : []),
    { action: "close", label: t("comite.close"), done: t("comite.closed"), send: to("close"), form: () => <Closing meeting={m} /> },
    { action: "update", label: t("comite.change"), confirm: t("save"), form: () => <MeetingFields meeting={m} />,
      send: (body) => patch(address(m.meetingId), { title: "", place: "", participants: [], ...body }, m.etag) },
    { action: "cancel", label: t("comite.cancel"), grave: true, confirm: t("comite.cancel.confirm"), done: t("comite.cancelled"), send: to("cancel"),
      form: () => <Text name="reasonNote" label={t("note.reason")} hint={t("comite.cancel.hint")} rows={2} max={500} /> },
  ];
  return <Commands label={m.title} allowed={m.allowedActions} after={again} all={all} />;
}

function Agenda({ meeting: m, again }: MeetingProps) {
  const change = (verb: string, body: Json) => post(`${address(m.meetingId)}:${verb}`, body);
  return (
    <Section title={t("comite.agenda")} count={String(m.items.length + m.hiddenItemCount)}>
      <Commands inner label={t("comite.agenda")} allowed={m.allowedActions} after={again} all={[
        { action: "addItem", label: t("comite.add"), send: async ({ number }) => change("addItem", { caseId: await numbered(String(number)) }),
          form: () => <Line name="number" label={t("comite.number")} hint={t("comite.number.hint")} required max={40} /> },
        { action: "refreshAgenda", label: t("comite.refresh"), done: t("comite.refreshed"), send: () => change("refreshAgenda", {}) },
      ]} />
      {!m.items.length && <p class="hint">{t("comite.agenda.none")}</p>}
      <ol class="rows">{m.items.map((i) => (
        <li class="row" key={i.itemId}>
          <span class="what"><a href={href(`dossier/${i.caseId}`)}>{i.companyName || i.caseNumber}</a> <span class="number">{i.caseNumber}</span></span>
          <span class="end"><Status status={i.caseStatus} label={i.caseStatusLabel} /></span>
          <span class="hint whole">{[...i.reasons.map((r) => r.label), i.manual && t("comite.manual")].filter(Boolean).join(" · ")}</span>
          <div class="whole">
            {i.closedSince && <p class="notice waits">{t("comite.closedsince")}</p>}
            <Decided item={i} />
            {!i.decision && <Commands quiet inner label={i.caseNumber} allowed={m.allowedActions} after={again} all={[
              { action: "removeItem", label: t("comite.remove.of", { number: i.caseNumber }), done: t("comite.removed"), send: () => change("removeItem", { itemId: i.itemId }) }]} />}
          </div>
        </li>
      ))}</ol>
      {m.hiddenItemCount > 0 && <p class="notice">{t("comite.hidden", { n: m.hiddenItemCount })}</p>}
      {m.moreStuck && <p class="notice waits">{t("comite.more")}</p>}
    </Section>
  );
}

// numbered is the case of a number, as people write it.
async function numbered(number: string): Promise<string> {
  const asked = number.trim().toUpperCase();
  if (!asked) throw new Problem(400, "", t("form.refused"), [{ field: "number", message: t("form.needed") }]);
  const found = await get<{ cases: Case[] }>(list("/v1/cases", { filter: `number = ${quoted(asked)}`, pageSize: 1 }));
  if (!found.cases[0]) throw new Problem(404, "", t("form.refused"), [{ field: "number", message: t("comite.number.unknown") }]);
  return found.cases[0].caseId;
}
