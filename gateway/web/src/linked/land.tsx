// The search for land or premises: what is wanted, what fits and why, what was proposed.
import { useState } from "preact/hooks";
import { get, list, post, quoted } from "../api";
import { LandFields } from "../counter/details";
import { instant, longDay } from "../dates";
import { prefixed, ReasonNote } from "../dossier/commands";
import { LandFacts } from "../dossier/needs";
import { squareMetres } from "../figures";
import { firmName } from "../land/company";
import { askOption, OptionRow, over } from "../land/options";
import type { OptionPage } from "../land/types";
import { useCode } from "../names";
import { Commands, keepFocus, type Command } from "../parts/commands";
import { Choice, Line, Text } from "../parts/field";
import { Fold, Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import { say, tell } from "../say";
import type { Asset, LandRequest, Match } from "../types";
import { t } from "../words";
import { useFollowed } from "./page";

export function LandPage({ id, caseId }: { id: string; caseId: string }) {
  const reading = useRead(() => get<LandRequest>(`/v1/land-requests/${id}`), id);
  const options = useRead(() => get<OptionPage>(list("/v1/options", { filter: `landRequestId = ${quoted(id)}`, pageSize: 100 })), id);
  const again = () => Promise.all([reading.again(), options.again()]).then(() => undefined);
  useFollowed(caseId, again);
  return <Wait reading={reading}>{(r) => (
    <>
      <header class="head"><h1>{t("linked.foncier")} <span class="number">{r.caseLink?.caseNumber}</span></h1>
        <p class="line"><Status status={r.status} label={r.statusLabel} />{firmName(r.company)}{r.holdUntilDate && <span>{t("land.held", { day: longDay(r.holdUntilDate) })}</span>} {r.reasonNote}</p></header>
      <Commands all={commands(r)} allowed={r.allowedActions} after={again} label={t("do.label")} />
      <Section title={t("land.wanted")}>{r.description && <p class="quote">{r.description}</p>}{r.need && <LandFacts need={r.need} />}</Section>
      <div class="columns work">
        <div><Matches request={r} again={again} asked={options.value?.options.filter((o) => !over(o)).map((o) => o.assetId) ?? []} /></div>
        <div>
          <Section title={t("option.title")} count={options.value && String(options.value.options.length)} class={options.value?.options.length === 0 ? "empty" : ""}>
            <Wait reading={options}>{(page) => (page.options.length
              ? <ul class="rows">{page.options.map((o) => <OptionRow key={o.optionId} option={o} again={again} here />)}</ul>
              : <p class="hint">{t("option.none")}</p>)}</Wait>
          </Section>
          <Shortlist request={r} />
        </div>
      </div>
    </>
  )}</Wait>;
}

function commands(r: LandRequest): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/land-requests/${r.landRequestId}:${verb}`, body, r.etag);
  const reason = (kind: string, prefix: string, label = t("reason.why")) => <Choice name="reason" label={label} required blank={t("choose")} options={prefixed(kind, prefix)} />;
  const assets = r.shortlist.flatMap((s) => (s.asset ? [{ value: s.asset.assetId, label: s.asset.name }] : []));
  const asset = (label: string) => <Choice name="assetId" label={label} required blank={assets.length > 1 ? t("choose") : undefined} options={assets} />;
  return [
    { action: "qualify", label: t("land.qualify"), first: true, send: to("qualify"), confirm: t("land.qualify.confirm"), form: () => <LandFields name="need" value={r.need} /> },
    { action: "resume", label: t("land.resume"), first: true, send: to("resume") },
    { action: "planVisit", label: t("land.visit"), send: to("planVisit"), form: () => <>
      <Line name="visitTime" label={t("land.visit.when")} kind="instant" type="datetime-local" required /><Text name="reasonNote" label={t("note.free")} rows={2} /></> },
    { action: "negotiate", label: t("land.negotiate"), send: to("negotiate"), form: () => <>{asset(t("land.negotiate.asset"))}<ReasonNote label={t("note.free")} /></> },
    { action: "sign", label: t("land.sign"), first: r.status === "LAND_REQUEST_STATUS_NEGOTIATING", send: to("sign"), form: () => <>{asset(t("land.sign.asset"))}
      <Choice name="tenure" label={t("land.tenure")} required blank={t("choose")} options={prefixed("tenure", "LAND_TENURE_")} value={r.need?.tenure} />
      <Line name="areaM2" label={t("land.area")} kind="int" unit="m²" hint={t("land.sign.area.hint")} /><ReasonNote label={t("note.free")} /></> },
    { action: "hold", label: t("land.hold"), send: to("hold"), form: () => <>
      {reason("landhold", "LAND_REQUEST_HOLD_REASON_")}<Line name="untilDate" label={t("land.hold.until")} type="date" required /><ReasonNote /></> },
    { action: "fail", label: t("land.fail"), grave: true, send: to("fail"), form: () => <>{reason("obstacle", "LAND_OBSTACLE_", t("land.obstacle"))}<ReasonNote /></> },
    { action: "withdraw", label: t("land.withdraw"), grave: true, send: to("withdraw"), form: () => <>{reason("landwithdraw", "LAND_REQUEST_WITHDRAW_REASON_")}<ReasonNote /></> },
  ];
}

interface MatchPage { matches: Match[]; sentence: string; nextPageToken: string }

function Matches({ request: r, again, asked }: { request: LandRequest; again: () => Promise<void>; asked: string[] }) {
  const reading = useRead(() => get<MatchPage>(list(`/v1/land-requests/${r.landRequestId}/matches`, { pageSize: 20 })), `${r.landRequestId} ${r.etag}`);
  const [chosen, setChosen] = useState<string[]>([]);
  const may = r.allowedActions.includes("shortlist");
  async function propose() {
    await post(`/v1/land-requests/${r.landRequestId}:shortlist`, { matchIds: chosen }, r.etag);
    say(t("land.proposed", { n: chosen.length }));
    setChosen([]);
    await again();
    keepFocus(null);
  }
  return (
    <Section title={t("land.matches")}>
      <Wait reading={reading}>{(page) => (
        <>
          {page.sentence && <p>{page.sentence}</p>}
          {page.matches.length > 0 && r.shortlist.length === 0 && <p class="hint">{t(may ? "land.matches.tick" : "land.matches.first")}</p>}
          <ol class="cards">{page.matches.map((m) => (
            <MatchCard key={m.matchId} match={m} request={r} again={() => Promise.all([reading.again(), again()])} asked={asked.includes(m.asset.assetId)} chosen={chosen.includes(m.matchId)}
              choose={may ? (on) => setChosen(on ? [...chosen, m.matchId] : chosen.filter((x) => x !== m.matchId)) : undefined} />
          ))}</ol>
          {chosen.length > 0 && <p class="buttons sticky"><button type="button" class="button" onClick={() => void propose().catch(tell)}>{t("land.propose", { n: chosen.length })}</button></p>}
        </>
      )}</Wait>
    </Section>
  );
}

interface MatchProps { match: Match; request: LandRequest; again: () => Promise<unknown>; asked: boolean; chosen: boolean; choose?: (on: boolean) => void }

function MatchCard({ match: m, request: r, again, asked, chosen, choose }: MatchProps) {
  const to = (verb: string) => (body: Json) => post(`/v1/land-requests/${r.landRequestId}/matches/${m.matchId}:${verb}`, body);
  return (
    <li class={m.nearMiss ? "near-miss" : ""}>
      <p class="line">
        <strong>{choose && <><input type="checkbox" checked={chosen} aria-label={t("land.choose", { name: m.asset.name })} onChange={(e) => choose(e.currentTarget.checked)} /> </>}
          <a href={href(`foncier/bien/${m.asset.assetId}`)}>{m.asset.name}</a></strong><Where asset={m.asset} />
        <span class={`tag ${m.nearMiss ? "waits" : "good"}`}>{m.nearMiss ? t("land.near") : t("land.score", { n: m.score })}</span>
        {m.status !== "MATCH_STATUS_NEW" && m.statusLabel && <span class="tag quiet">{m.statusLabel}</span>}
      </p>
      {m.criteria.some((k) => !k.met) && <p class="hint">{t("land.change")}</p>}
      <Criteria all={m.criteria.filter((k) => !k.met)} />
      <Fold title={t("land.criteria", { n: m.criteria.filter((k) => k.met).length })}><Criteria all={m.criteria.filter((k) => k.met)} /></Fold>
      <Commands inner allowed={choose && !asked ? [...m.allowedActions, "askOption"] : m.allowedActions} after={again} label={m.asset.name} all={[
        { action: "keep", label: t("land.keep"), send: to("keep") },
        askOption(m.asset.assetId, r.landRequestId),
        { action: "refuse", label: t("land.refuse"), send: to("refuse"), form: () => <><Choice name="reason" label={t("reason.why")} options={prefixed("obstacle", "LAND_OBSTACLE_")} /><ReasonNote /></> },
      ]} />
    </li>
  );
}

// Criteria say what each one gives. What is not met names itself in its sentence.
const Criteria = (p: { all: Match["criteria"] }) => (
  <ul class={`criteria ${p.all.every((k) => k.met) ? "" : "few"}`}>{p.all.map((k) => (
    <li key={k.label} class={k.met ? "met" : "unmet"}><span class="mark" aria-hidden="true">{k.met ? "✓" : "✗"}</span><span class="unseen">{k.met ? t("criterion.met") : t("criterion.unmet")}</span> {k.met && <strong>{k.label}</strong>} {k.sentence}{k.maxPoints > 0 && <span class="hint inline"> {t("land.points", { n: k.points, max: k.maxPoints })}</span>}</li>
  ))}</ul>
);

function Where({ asset }: { asset: Asset }) {
  const commune = useCode("COMMUNE", asset.communeCode);
  return <span>{[commune, asset.areaM2 ? squareMetres(asset.areaM2) : ""].filter(Boolean).join(" · ")}</span>;
}

const Shortlist = ({ request: r }: { request: LandRequest }) => (
  <>
    <Section title={t("land.shortlist")} count={String(r.shortlist.length)} class={r.shortlist.length ? "" : "empty"}>
      {r.shortlist.length ? <ul class="rows small">{r.shortlist.map((s) => <li class="row" key={s.asset?.assetId}><span class="what">{s.asset && <a href={href(`foncier/bien/${s.asset.assetId}`)}>{s.asset.name}</a>}</span>{s.asset && <Where asset={s.asset} />}</li>)}</ul> : <p class="hint">{t("land.shortlist.none")}</p>}
    </Section>
    {r.visits.length > 0 && <Section title={t("land.visits")} count={String(r.visits.length)}>
      <ul class="rows small">{r.visits.map((v) => <li class="row" key={v.visitTime}><span class="what">{instant(v.visitTime)}</span><span class="hint">{v.note}</span></li>)}</ul>
    </Section>}
  </>
);
