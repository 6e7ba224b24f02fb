// The cases that the caller may see, as a queue to work through.
import { useState } from "preact/hooks";
import { get, list, quoted } from "../api";
import { useTitle } from "../app";
import { counted } from "../desk";
import { useCode, useNames, usePerson } from "../names";
import { Export } from "../parts/export";
import { Due, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Case, Count, Me } from "../types";
import { choices, t, type Word } from "../words";
import { Bulk } from "./bulk";
import { FilterBar, type Filters } from "./filters";
import { Pager, Table, usePages } from "./table";

const views: [string, Word][] = [
  ["a-nous", "view.move"], ["miens", "view.mine"], ["organisme", "view.body"], ["non-attribues", "view.unassigned"], ["retard", "view.overdue"],
  ["attente", "view.awaiting"], ["tous", "view.all"],
];
const orders: [string, Word][] = [["dueTime", "order.due"], ["receivedTime desc", "order.received"], ["updatedTime desc", "order.updated"]];
// ofView are the conditions of a view.
function ofView(view: string): string[] {
  const unanswered = ["unanswered = true", `status != "CASE_STATUS_DRAFT"`, `status != "CASE_STATUS_AWAITING_INFO"`];
  switch (view) {
    case "a-nous": return [`responsibleBodyId = "mine"`, `status != "CASE_STATUS_AWAITING_INFO"`];
    case "miens": return [`assignedPersonId = "me"`];
    case "organisme": return [`leadBodyId = "mine"`];
    case "non-attribues": return [`leadBodyId = "mine"`, `assignedPersonId = ""`, ...unanswered];
    case "retard": return [`leadBodyId = "mine"`, ...unanswered, `dueTime < "${new Date().toISOString().slice(0, 16)}:00Z"`];
    case "attente": return [`leadBodyId = "mine"`, `status = "CASE_STATUS_AWAITING_INFO"`];
  }
  return [];
}

function filterOf(query: URLSearchParams, view: string, state: string, words: string): string {
  const one = (field: string, name: string) => (query.get(name) ? [`${field} = ${quoted(query.get(name)!)}`] : []);
  return [
    ...ofView(view),
    ...(state === "ouverts" ? ["open = true"] : state === "tous" ? [] : [`status = "CASE_STATUS_${state}"`]),
    ...one("subjectCode", "sujet"), ...one("communeCode", "commune"), ...one("companyId", "entreprise"), ...one("projectLeaderId", "porteur"),
    ...(words.trim().length > 1 ? [`text:${quoted(words.trim())}`] : []),
  ].join(" AND ");
}

export function Cases({ query, me }: { query: URLSearchParams; me: Me }) {
  useTitle(t("nav.cases"));
  const [words, setWords] = useState("");
  const view = query.get("vue") ?? (me.bodyId ? "organisme" : "tous");
  const state = query.get("etat") ?? "ouverts";
  const filter = filterOf(query, view, state, words);
  const orderBy = query.get("tri") ?? "dueTime";
  const key = `${filter} ${orderBy}`;
  const pages = usePages(key);
  const reading = useRead(() => get<{ cases: Case[]; nextPageToken: string }>(list("/v1/cases", { filter, orderBy, pageToken: pages.token })), `${key} ${pages.token}`);
  const [chosen, setChosen] = useState(new Set<string>());
  const count = useRead(() => get<Count>(list("/v1/cases:count", { filter })), filter);
  const filters: Filters = { query, path: "dossiers", words, setWords };
  const states = [{ value: "ouverts", label: t("state.open") }, { value: "tous", label: t("state.all") }, ...choices("casestatus")];
  return (
    <>
      <div class="title"><h1>{t("nav.cases")} {count.value && <span class="count">{counted(count.value)}</span>}</h1><Export path="/v1/cases" filter={filter} orderBy={orderBy} /><a class="button" href="#/demande">{t("nav.new")}</a></div>
      <FilterBar filters={filters} views={views} view={view} states={states} state={state} orders={orders} />
      <Wait reading={reading}>{(page) => (
        <>
          <p class="unseen" role="status">{t("queue.shown", { n: page.cases.length })}</p>
          {chosen.size > 0 && <Bulk cases={page.cases} chosen={chosen} me={me} after={() => void reading.again()} />}
          {page.cases.length ? <CaseTable cases={page.cases} chosen={chosen} choose={setChosen} /> : <p>{t("queue.none")}</p>}
          <Pager pages={pages} next={page.nextPageToken} />
        </>
      )}</Wait>
    </>
  );
}

function CaseTable({ cases, chosen, choose }: { cases: Case[]; chosen: Set<string>; choose: (chosen: Set<string>) => void }) {
  const names = useNames();
  return <Table caption={t("nav.cases")} chosen={chosen} choose={choose} heads={[t("column.company"), t("column.needs"), t("column.commune"), t("column.state"), t("column.due"), t("column.charge")]}
    rows={cases.map((c) => ({ id: c.caseId, cells: [
      <><a href={href(`dossier/${c.caseId}`)}>{c.company?.name || t("case.project")}</a><span class="number">{c.number || t("case.draft")}</span></>,
      [...new Set(c.needs.map((n) => names.subject(n.subjectCode)))].join(", "),
      <CommuneName code={c.company?.communeCode ?? ""} />,
      <>{/HIGH|CRITICAL/.test(c.urgency) && <span class="tag bad">{t("case.urgent")}</span>} <Status status={c.status} label={c.statusLabel} /></>,
      <Due day={c.dueDate} kept={Boolean(c.firstAnswerTime || c.closedTime)} />,
      <Charge case={c} />,
    ] }))} />;
}

export const CommuneName = ({ code }: { code: string }) => <>{useCode("COMMUNE", code)}</>;

function Charge({ case: c }: { case: Case }) {
  const names = useNames();
  const person = usePerson(c.assignedPersonId);
  return <>{person || <span class="hint">{names.short(c.leadBodyId)}</span>}</>;
}
