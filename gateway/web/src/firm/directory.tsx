// The directory: the companies that were met and the whole register, searched as it is typed.
import { useEffect, useState } from "preact/hooks";
import { get, list, quoted } from "../api";
import { useTitle } from "../app";
import { Flags } from "../counter/company";
import { useCode, useOnce } from "../names";
import { Export } from "../parts/export";
import { Wait } from "../parts/page";
import { CodePick, Pick, set, type Filters } from "../queues/filters";
import { Pager, usePages } from "../queues/table";
import { once, useRead } from "../read";
import { href } from "../route";
import type { CodeEntry, Directory } from "../types";
import { Pairs } from "./pairs";
import { t, type Word } from "../words";
import "./words";

interface Page { companies: Directory[]; nextPageToken: string; correctedQ?: string }

const views: [string, Word][] = [["registre", "dview.register"], ["connues", "dview.met"], ["portefeuille", "dview.mine"], ["doublons", "dview.pairs"]];
const headcounts = once(async () => (await get<{ entries: CodeEntry[] }>("/v1/codes?list=CODE_LIST_HEADCOUNT&pageSize=50")).entries);
const quarter = /^(QP\d{6}|QN\d[0-9AB]\d{3}[A-Z])$/;

// useSettled is what was typed, a moment after the last key.
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), 200);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}

// ofRegister asks the search over companies and register; ofList the companies met, which can be filed out.
function ofRegister(query: URLSearchParams, words: string): string {
  const asked: [string, string][] = [["q", words], ["communeCode", query.get("commune") ?? ""], ["qpvCode", query.get("qpv") ?? ""], ["nafCode", query.get("activite") ?? ""], ["minHeadcountCode", query.get("effectif") ?? ""]];
  return asked.filter(([, v]) => v).map(([n, v]) => `${n}=${encodeURIComponent(v)}`).join("&");
}

function ofList(query: URLSearchParams, words: string, mine: boolean, ranks: string[]): string {
  const one = (field: string, name: string) => (query.get(name) ? [`${field} = ${quoted(query.get(name)!)}`] : []);
  const least = ranks.indexOf(query.get("effectif") ?? "");
  return [
    ...(mine ? [`portfolioPersonId = "me"`] : []), ...one("communeCode", "commune"), ...one("qpvCode", "qpv"), ...one("nafCode", "activite"),
    ...(least > 0 ? [`headcountRank >= ${least}`] : []), ...(words.length > 1 ? [`text:${quoted(words)}`] : []),
  ].join(" AND ");
}

export function DirectoryPage({ query }: { query: URLSearchParams }) {
  useTitle(t("nav.directory"));
  const [words, setWords] = useState("");
  const bands = useOnce(headcounts, []);
  const settled = useSettled(words.trim());
  const view = query.get("vue") ?? "registre";
  const everywhere = view === "registre";
  const asked = everywhere ? ofRegister(query, settled.length > 1 ? settled : "") : ofList(query, settled, view === "portefeuille", bands.map((b) => b.code));
  const f: Filters = { query, path: "entreprises", words, setWords };
  const pages = usePages(`${view} ${asked}`);
  return (
    <>
      <div class="title"><h1>{t("nav.directory")}</h1>{!everywhere && <Export path="/v1/companies" filter={asked} orderBy="name" />}</div>
      <div class="filters" role="search" aria-label={t("filter.label")}>
        <div class="views" role="group" aria-label={t("filter.view")}>{views.map(([value, word]) => <button key={value} type="button" aria-pressed={view === value} onClick={() => set(f, "vue", value)}>{t(word)}</button>)}</div>
        {view !== "doublons" && <div class="controls">
          <label>{t("directory.words")}<input type="search" value={words} maxLength={200} autocomplete="off" onInput={(e) => setWords(e.currentTarget.value)} /></label>
          <CodePick of="COMMUNE" label={t("filter.commune")} value={query.get("commune") ?? ""} change={(v) => set(f, "commune", v)} />
          <CodePick of="NAF" label={t("company.activity")} value={query.get("activite") ?? ""} change={(v) => set(f, "activite", v)} />
          <Pick label={t("directory.staff")} value={query.get("effectif") ?? ""} options={[{ value: "", label: t("filter.all") }, ...bands.map((b) => ({ value: b.code, label: b.label }))]} change={(v) => set(f, "effectif", v)} />
          <Quarter value={query.get("qpv") ?? ""} change={(v) => set(f, "qpv", v)} />
        </div>}
      </div>
      {view === "doublons" ? <Pairs pages={pages} /> : everywhere && !asked ? <p class="hint">{t("directory.start")}</p> : <Results key={view} pages={pages} address={(token) => (everywhere
        ? `/v1/companies:search?pageSize=30&${asked}${token && `&pageToken=${encodeURIComponent(token)}`}` : list("/v1/companies", { filter: asked, orderBy: "name", pageSize: 30, pageToken: token }))} />}
    </>
  );
}

// Quarter takes the code of a priority quarter once it is whole.
function Quarter({ value, change }: { value: string; change: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const wrong = typed !== "" && !quarter.test(typed);
  return (
    <label>{t("directory.qpv")}
      <input value={typed} maxLength={8} placeholder="QN03001M" autocomplete="off" aria-invalid={wrong && typed.length > 7} onInput={(e) => {
        const next = e.currentTarget.value.trim().toUpperCase();
        setTyped(next);
        if (!next || quarter.test(next)) change(next);
      }} />
      {wrong && typed.length > 7 && <span class="error">{t("directory.qpv.wrong")}</span>}
    </label>
  );
}

function Results({ pages, address }: { pages: ReturnType<typeof usePages>; address: (token: string) => string }) {
  const at = address(pages.token);
  const reading = useRead(() => get<Page>(at), at);
  return <Wait reading={reading}>{(page) => (
    <>
      <p class={page.companies.length ? "hint" : "unseen"} role="status">{page.correctedQ ? t("directory.corrected", { words: page.correctedQ }) : t("queue.shown", { n: page.companies.length })}</p>
      {page.companies.length ? <div class="section"><ul class="rows">{page.companies.map((c) => <FirmRow key={c.companyId || c.siret} firm={c} />)}</ul></div> : <p>{t("queue.none")}</p>}
      <Pager pages={pages} next={page.nextPageToken} />
    </>
  )}</Wait>;
}

function FirmRow({ firm: c }: { firm: Directory }) {
  const commune = useCode("COMMUNE", c.communeCode);
  const activity = useCode("NAF", c.naf[0]?.code ?? "");
  return (
    <li class="row">
      <span class="what">{c.companyId ? <a href={href(`entreprise/${c.companyId}`)}>{c.name || c.siret}</a> : c.name || c.siret}</span>
      <span class="hint">{[c.siret, c.address, commune, activity].filter(Boolean).join(" · ")}</span>
      <span class="end">{!c.companyId && <span class="tag quiet">{t("directory.unmet")}</span>}{c.companyId && <Flags company={c} />}{!c.companyId && c.status === "COMPANY_STATUS_CEASED" && <span class="tag bad">{c.statusLabel}</span>}</span>
    </li>
  );
}
