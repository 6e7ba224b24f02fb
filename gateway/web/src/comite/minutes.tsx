// The minutes: only what all bodies that were there may read.
import { get } from "../api";
import { fullDay } from "../dates";
import { Facts, Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { t } from "../words";
import { address, type Meeting, type Minutes } from "./types";

export function MinutesPart({ meeting: m }: { meeting: Meeting }) {
  const reading = useRead(() => get<Minutes>(`${address(m.meetingId)}/minutes`), `${m.meetingId} ${m.etag}`);
  return (
    <Section title={t("minutes.title")} class="minutes" aside={<a class="export" href={`${address(m.meetingId)}/minutes.pdf`}>{t("minutes.pdf")}</a>}>
      <Wait reading={reading}>{(all) => <Written minutes={all} />}</Wait>
    </Section>
  );
}

const Written = ({ minutes: m }: { minutes: Minutes }) => (
  <>
    <Facts all={[[t("comite.day"), fullDay(m.heldDate)], [t("comite.place"), m.place], [t("comite.holder"), m.bodyName]]} />
    {m.participants.length > 0 && (
      <>
        <h3>{t("minutes.present")}</h3>
        <ul>{m.participants.map((p) => <li key={p.bodyName}>{p.bodyName}{p.absent ? ` (${t("comite.absent").toLowerCase()})` : p.names && ` : ${p.names}`}</li>)}</ul>
      </>
    )}
    {m.note && <><h3>{t("minutes.note")}</h3><p class="letter">{m.note}</p></>}
    <h3>{t("minutes.decisions")}</h3>
    {!m.items.length && <p class="hint">{t("minutes.none")}</p>}
    <ol class="plain">{m.items.map((i) => (
      <li key={i.caseNumber}>
        <h4>{i.companyName || i.caseNumber} <span class="number">{i.caseNumber}</span></h4>
        <p class="hint">{[...i.reasons, i.caseStatusLabel].join(" · ")}</p>
        {i.kindLabel ? <p class="letter"><strong>{i.kindLabel}</strong> : {i.text}</p> : <p>{t("minutes.undecided")}</p>}
        <Facts all={[[t("decide.body"), i.bodyName], [t("decide.due"), fullDay(i.dueDate)]]} />
      </li>
    ))}</ol>
    {m.withheldItemCount > 0 && <p class="notice">{t("minutes.withheld", { n: m.withheldItemCount })}</p>}
  </>
);
