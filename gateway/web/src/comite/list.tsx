// The comités of one's body, those it holds and those it takes part in; and calling one.
import { useRef, useState } from "preact/hooks";
import { get, list, post } from "../api";
import { useTitle } from "../app";
import { fullDay, longDay } from "../dates";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Section, Status, Wait } from "../parts/page";
import { Pager, usePages } from "../queues/table";
import { useRead } from "../read";
import { go, href } from "../route";
import { t } from "../words";
import { MeetingFields } from "./fields";
import type { Meeting } from "./types";
import "./words";

const toCome = `status != "MEETING_STATUS_CLOSED" AND status != "MEETING_STATUS_CANCELLED"`;
const over = `status != "MEETING_STATUS_PLANNED" AND status != "MEETING_STATUS_RUNNING"`;

export function MeetingsPage() {
  useTitle(t("nav.comite"));
  const [past, setPast] = useState(false);
  const pages = usePages(String(past));
  const reading = useRead(
    () => get<{ meetings: Meeting[]; nextPageToken: string }>(list("/v1/meetings", { filter: past ? over : toCome, orderBy: past ? "heldDate desc" : "heldDate", pageToken: pages.token })),
    `${past} ${pages.token}`,
  );
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  return (
    <>
      <h1>{t("nav.comite")}</h1>
      <p class="lead">{t("comite.what")}</p>
      <Commands label={t("nav.comite")} allowed={["create"]} after={reading.again} all={[{
        action: "create", label: t("comite.call"), first: true, done: t("comite.called"), form: () => <MeetingFields />,
        send: async (body) => go(`comite/${(await post<Meeting>("/v1/meetings", { ...body, clientRequestId: requestId.current })).meetingId}`),
      }]} />
      <div class="filters"><div class="views" role="group" aria-label={t("filter.view")}>
        <button type="button" aria-pressed={!past} onClick={() => setPast(false)}>{t("comite.next")}</button>
        <button type="button" aria-pressed={past} onClick={() => setPast(true)}>{t("comite.past")}</button>
      </div></div>
      <Section title={t(past ? "comite.past" : "comite.next")}>
        <Wait reading={reading}>{({ meetings, nextPageToken }) => (meetings.length ? (
          <>
            <ul class="rows">{meetings.map((m) => <Row key={m.meetingId} meeting={m} past={past} />)}</ul>
            <Pager pages={pages} next={nextPageToken} />
          </>
        ) : <p class="hint">{t(past ? "comite.past.none" : "comite.next.none")}</p>)}</Wait>
      </Section>
    </>
  );
}

function Row({ meeting: m, past }: { meeting: Meeting; past: boolean }) {
  const names = useNames();
  return (
    <li class="row">
      <span class="what"><a href={href(`comite/${m.meetingId}`)}>{m.title}, {past ? fullDay(m.heldDate) : longDay(m.heldDate)}</a></span>
      <span class="hint">{[m.place, m.coordinated ? t("comite.coordination") : names.short(m.bodyId), ...m.participants.map((p) => names.short(p.bodyId))].filter(Boolean).join(" · ")}</span>
      <span class="end"><Status status={m.status} label={m.statusLabel} /></span>
    </li>
  );
}
