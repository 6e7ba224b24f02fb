// The screen of the room: one case at a time, large, and what is decided of it. The arrows go to the next and the one before.
import { useEffect, useRef } from "preact/hooks";
import { get, post } from "../api";
import { useTitle } from "../app";
import { fullDay } from "../dates";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Facts, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { go, href, stay } from "../route";
import type { Case } from "../types";
import { t } from "../words";
import { Decide } from "./decide";
import { Closing } from "./decided";
import { address, type Item, type MeetingProps } from "./types";

export function Session({ meeting: m, first, again }: MeetingProps & { first: number }) {
  const last = m.items.length;
  const at = Math.min(Math.max(first, 1), last);
  // A case that was shown stays, out of sight: what was begun there is not lost.
  const shown = useRef(new Set<string>());
  shown.current.add(m.items[at - 1]!.itemId);
  useTitle(`${m.title}, ${fullDay(m.heldDate)}`);
  const move = (to: number) => { if (to >= 1 && to <= last) stay(`comite/${m.meetingId}/seance`, { n: String(to) }); };
  useArrows((step) => move(at + step));
  const close = async (body: object) => { await post(`${address(m.meetingId)}:close`, body, m.etag); go(`comite/${m.meetingId}`); };
  return (
    <div class="session">
      <p class="line"><a href={href(`comite/${m.meetingId}`)}>{t("session.leave")}</a> <span class="hint">{m.title}, {fullDay(m.heldDate)}</span></p>
      <nav class="buttons" aria-label={t("session.nav")}>
        <button type="button" class="button second" disabled={at === 1} onClick={() => move(at - 1)}>← {t("session.before")}</button>
        <span role="status" class="place">{t("session.at", { at, last })}<span class="unseen"> {m.items[at - 1]!.companyName}</span></span>
        <button type="button" class="button" disabled={at === last} onClick={() => move(at + 1)}>{t("session.next")} →</button>
        <span class="hint">{t("session.decided", { n: m.items.filter((i) => i.decision).length })} · {t("session.keys")}</span>
      </nav>
      {m.items.filter((i) => shown.current.has(i.itemId)).map((i) => <Card key={i.itemId} item={i} meeting={m} again={again} hidden={i !== m.items[at - 1]} />)}
      <Commands label={m.title} allowed={m.allowedActions} after={again} all={[
        { action: "close", label: t("comite.close"), done: t("comite.closed"), form: () => <Closing meeting={m} />, send: close }]} />
    </div>
  );
}

// useArrows moves with the arrows of the keyboard, but for who is in a field.
function useArrows(move: (step: number) => void): void {
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || (e.target as Element).closest("input, select, textarea")) return;
      if (e.key === "ArrowRight") latest.current(1);
      if (e.key === "ArrowLeft") latest.current(-1);
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
}

function Card({ item: i, meeting: m, again, hidden }: MeetingProps & { item: Item; hidden: boolean }) {
  const reading = useRead(() => get<Case>(`/v1/cases/${i.caseId}`), i.caseId);
  return (
    <article class="section" hidden={hidden} aria-label={i.caseNumber}>
      <h1 tabIndex={-1}>{i.companyName || i.caseNumber}</h1>
      <p class="line"><span class="number">{i.caseNumber}</span> <Status status={i.caseStatus} label={i.caseStatusLabel} /> <a href={href(`dossier/${i.caseId}`)}>{t("session.open")}</a></p>
      {i.closedSince && <p class="notice waits">{t("comite.closedsince")}</p>}
      <ul class="why">{i.reasons.map((r) => <li key={r.kind}>{r.label}</li>)}{i.manual && <li>{t("comite.manual")}</li>}</ul>
      <Wait reading={reading}>{(c) => (
        <>
          <Standing of={c} />
          <Decide item={i} of={c} meeting={m} again={async () => { await again(); await reading.again(); }} />
        </>
      )}</Wait>
    </article>
  );
}

// Standing is what the room has to know of a case before it decides.
function Standing({ of: c }: { of: Case }) {
  const names = useNames();
  const referrals = c.referrals.map((r) => `${names.short(r.bodyId)} (${r.statusLabel.toLowerCase()})`).join(", ");
  const parts = c.openParts.filter((p) => !c.referrals.some((r) => r.referralId === p.partId)).map((p) => p.label);
  return (
    <>
      <p class="quote">{c.description}</p>
      <Facts all={[
        [t("session.needs"), c.needs.map((n) => names.subject(n.subjectCode)).join(", ")], [t("session.lead"), c.leadBodyId && names.short(c.leadBodyId)],
        [t("session.referrals"), referrals], [t("session.parts"), parts.join(", ")],
      ]} />
    </>
  );
}
