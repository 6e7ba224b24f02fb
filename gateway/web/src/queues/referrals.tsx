// The referrals that a body got and sent, as a queue.
import { useState } from "preact/hooks";
import { get, list, quoted } from "../api";
import { useTitle } from "../app";
import { counted } from "../desk";
import { useNames, usePerson } from "../names";
import { Export } from "../parts/export";
import { Due, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Count, Me, Referral } from "../types";
import { choices, t, type Word } from "../words";
import { CommuneName } from "./cases";
import { FilterBar, type Filters } from "./filters";
import { Pager, Table, usePages } from "./table";

const views: [string, Word][] = [
  ["a-repondre", "rview.answer"], ["en-cours", "rview.accepted"], ["miennes", "rview.mine"], ["recues", "rview.got"], ["envoyees", "rview.sent"], ["toutes", "rview.all"],
];
const orders: [string, Word][] = [["dueTime", "order.due"], ["sentTime desc", "order.sent"], ["updatedTime desc", "order.updated"]];

function ofView(view: string): string[] {
  switch (view) {
    case "a-repondre": return [`bodyId = "mine"`, "unanswered = true"];
    case "en-cours": return [`bodyId = "mine"`, `status = "REFERRAL_STATUS_ACCEPTED"`];
    case "miennes": return [`assignedPersonId = "me"`];
    case "recues": return [`bodyId = "mine"`];
    case "envoyees": return [`senderBodyId = "mine"`];
  }
  return [];
}

function filterOf(query: URLSearchParams, view: string, words: string): string {
  const one = (field: string, name: string) => (query.get(name) ? [`${field} = ${quoted(query.get(name)!)}`] : []);
  const state = query.get("etat") ?? "tous";
  return [
    ...ofView(view), ...(state === "tous" ? [] : [`status = "REFERRAL_STATUS_${state}"`]), ...one("subjectCode", "sujet"), ...one("communeCode", "commune"),
    ...(words.trim().length > 1 ? [`text:${quoted(words.trim())}`] : []),
  ].join(" AND ");
}

export function Referrals({ query, me }: { query: URLSearchParams; me: Me }) {
  useTitle(t("nav.referrals"));
  const [words, setWords] = useState("");
  const view = query.get("vue") ?? (me.bodyId ? "a-repondre" : "toutes");
  const filter = filterOf(query, view, words);
  const orderBy = query.get("tri") ?? "dueTime";
  const key = `${filter} ${orderBy}`;
  const pages = usePages(key);
  const reading = useRead(() => get<{ referrals: Referral[]; nextPageToken: string }>(list("/v1/referrals", { filter, orderBy, pageToken: pages.token })), `${key} ${pages.token}`);
  const count = useRead(() => get<Count>(list("/v1/referrals:count", { filter })), filter);
  const filters: Filters = { query, path: "relations", words, setWords };
  return (
    <>
      <div class="title"><h1>{t("nav.referrals")} {count.value && <span class="count">{counted(count.value)}</span>}</h1><Export path="/v1/referrals" filter={filter} orderBy={orderBy} /></div>
      <FilterBar filters={filters} views={views} view={view} states={[{ value: "tous", label: t("state.all") }, ...choices("referralstatus")]} state={query.get("etat") ?? "tous"} orders={orders} />
      <Wait reading={reading}>{(page) => (
        <>
          <p class="unseen" role="status">{t("queue.shown", { n: page.referrals.length })}</p>
          {page.referrals.length ? <ReferralTable referrals={page.referrals} /> : <p>{t("queue.none")}</p>}
          <Pager pages={pages} next={page.nextPageToken} />
        </>
      )}</Wait>
    </>
  );
}

function ReferralTable({ referrals }: { referrals: Referral[] }) {
  const names = useNames();
  return <Table caption={t("nav.referrals")} heads={[t("column.company"), t("column.needs"), t("column.commune"), t("column.route"), t("column.state"), t("column.due"), t("column.charge")]}
    rows={referrals.map((r) => ({ id: r.referralId, cells: [
      <><a href={href(`dossier/${r.caseId}`)}>{r.company?.name || t("case.project")}</a><span class="number">{r.caseNumber}</span></>,
      r.subjectCodes.map(names.subject).join(", "),
      <CommuneName code={r.company?.communeCode ?? ""} />,
      `${names.short(r.senderBodyId)} → ${names.short(r.bodyId)}`,
      <Status status={r.status} label={r.statusLabel} />,
      <Due day={r.dueDate} kept={Boolean(r.answeredTime || r.endedTime)} />,
      <Person id={r.assignedPersonId} />,
    ] }))} />;
}

export const Person = ({ id }: { id: string }) => <>{usePerson(id)}</>;
