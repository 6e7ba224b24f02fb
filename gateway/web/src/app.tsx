// The frame of every page: where one is, where one can go, what happened.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Cases } from "./queues/cases";
import { Referrals } from "./queues/referrals";
import { CompanyCase } from "./company/case";
import { CompanyHome } from "./company/home";
import { Counter } from "./counter/form";
import { ReceiptPage } from "./counter/receipt";
import { Desk } from "./desk";
import { DossierPage } from "./dossier/page";
import { later } from "./later";
import { useNames } from "./names";
import { go, href, usePlace, type Place } from "./route";
import { hush, useSaid } from "./say";
import { Search, look } from "./search";
import type { Me } from "./types";
import { t, type Word } from "./words";

const LinkedPage = later("linked", async () => (await import("./linked/page")).LinkedPage);
const RulesPage = later("rules", async () => (await import("./rules/page")).RulesPage);
const FirmPage = later("firm", async () => (await import("./firm/page")).FirmPage);
const DesksPage = later("desks", async () => (await import("./desks/page")).DesksPage);
const PermanencePage = later("permanence", async () => (await import("./desks/permanence")).PermanencePage);
const ExportsPage = later("exports", async () => (await import("./queues/exports")).ExportsPage);
const LandPages = later("land", async () => (await import("./land/pages")).LandPages);
const MeetingsPage = later("meetings", async () => (await import("./comite/list")).MeetingsPage);
const MeetingPage = later("meeting", async () => (await import("./comite/page")).MeetingPage);
const DirectoryPage = later("directory", async () => (await import("./firm/directory")).DirectoryPage);

// page is what the address shows. A company sees its own requests, with words of its own.
function page(me: Me, place: Place): ComponentChildren {
  const [first = "", second = "", kind = "", id = ""] = place.path;
  const company = me.companyId !== "";
  switch (first) {
    case "demande": return <Counter me={me} />;
    case "recu": return <ReceiptPage key={second} caseId={second} />;
    case "dossier":
      if (company) return <CompanyCase key={second} caseId={second} me={me} />;
      return kind ? <LinkedPage key={id} caseId={second} kind={kind} id={id} me={me} /> : <DossierPage key={second} caseId={second} me={me} />;
    case "dossiers": return company ? <CompanyHome /> : <Cases query={place.query} me={me} />;
    case "relations": return <Referrals query={place.query} me={me} />;
    case "orientation": return company ? <CompanyHome /> : <RulesPage me={me} />;
    case "recherche": return <Search />;
    case "entreprise": return <FirmPage key={second} companyId={second} me={me} />;
    case "permanences":
      if (company) return <CompanyHome />;
      return second ? <PermanencePage key={second} permanenceId={second} me={me} /> : <DesksPage me={me} />;
    case "foncier": return company ? <CompanyHome /> : <LandPages place={place} me={me} />;
    case "exports": return company ? <CompanyHome /> : <ExportsPage />;
    case "comite":
      if (company) return <CompanyHome />;
      return second ? <MeetingPage key={second} meetingId={second} session={kind === "seance"} query={place.query} /> : <MeetingsPage />;
    case "entreprises": if (!company) return <DirectoryPage query={place.query} />;
  }
  return company ? <CompanyHome /> : <Desk me={me} />;
}

export function App({ me }: { me: Me }) {
  const place = usePlace();
  return <Frame me={me} place={place}>{page(me, place)}</Frame>;
}

// Frame is also around the first page, where nobody is signed in.
export function Frame(p: { me?: Me; place?: Place; children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  const where = p.place?.path.join("/") ?? "";
  const before = useRef(where);
  useLayoutEffect(() => {
    if (before.current === where) return;
    before.current = where;
    hush();
    if (!main.current?.contains(document.activeElement)) main.current?.focus();
    scrollTo(0, 0);
  }, [where]);
  return (
    <>
      <a class="skip" href="#content" onClick={(e) => { e.preventDefault(); main.current?.focus(); }}>{t("skip")}</a>
      <header class="top">
        <p class="brand"><a href="#/">Hup</a></p>
        {p.me && <Nav me={p.me} at={p.place!.path[0] ?? ""} />}
        {p.me && <Who me={p.me} />}
      </header>
      <Status />
      <main id="content" tabIndex={-1} ref={main}>{p.children}</main>
      <footer>
        <nav aria-label={t("nav.about")}><a href="/docs">{t("nav.docs")}</a><a href="/sources">{t("nav.sources")}</a></nav>
        <p>{t("licence")}</p>
      </footer>
    </>
  );
}

const advisorPages: [string, Word][] = [["", "nav.desk"], ["dossiers", "nav.cases"], ["relations", "nav.referrals"], ["entreprises", "nav.directory"], ["permanences", "nav.desks"], ["demande", "nav.new"]];
const bodyPages: [string, Word][] = [["foncier", "nav.land"], ["comite", "nav.comite"]];
const leaderPages: [string, Word][] = [["orientation", "nav.rules"]];
const companyPages: [string, Word][] = [["", "nav.own"], ["demande", "nav.new"]];

function Nav({ me, at }: { me: Me; at: string }) {
  const leads = me.roles.some((role) => /BODY_MANAGER$|HUP_COORDINATOR$/.test(role));
  const works = leads || me.roles.some((role) => /HUP_ADVISOR$|PARTNER_EXPERT$/.test(role));
  const pages = me.companyId ? companyPages : [...advisorPages, ...(works ? bodyPages : []), ...(leads ? leaderPages : [])];
  return (
    <nav aria-label={t("nav.pages")} class="pages">
      {pages.map(([path, word]) => <a key={path} href={href(path)} aria-current={at === path ? "page" : undefined}>{t(word)}</a>)}
      {!me.companyId && (
        <form role="search" onSubmit={(e) => { e.preventDefault(); look(new FormData(e.currentTarget).get("q") as string); go("recherche"); }}>
          <input type="search" name="q" aria-label={t("search.label")} placeholder={t("search.placeholder")} maxLength={200} autocomplete="off" />
        </form>
      )}
    </nav>
  );
}

function Who({ me }: { me: Me }) {
  const names = useNames();
  return (
    <div class="who">
      <span>{[me.name, me.bodyId && names.short(me.bodyId)].filter(Boolean).join(", ")}</span>
      <form method="post" action="/sign-out"><button class="link">{t("signout")}</button></form>
    </div>
  );
}

function Status() {
  const said = useSaid();
  return <p id="status" role="status" class={said.failed ? "failed" : "good"}>{said.text}</p>;
}

// useTitle names the page in the browser's tab and history.
export function useTitle(title: string): void {
  useEffect(() => { document.title = `${title} — Hup`; }, [title]);
}
