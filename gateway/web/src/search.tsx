// One search over everything that the caller may see. The words stay out of the address.
import { useEffect, useState } from "preact/hooks";
import { useTitle } from "./app";
import { get } from "./api";
import { useCode } from "./names";
import { Status, Wait } from "./parts/page";
import { useRead } from "./read";
import { href } from "./route";
import { code, t } from "./words";

interface Result { kind: string; id: string; title: string; subtitle: string; status: string; statusLabel: string; communeCode: string }

let words = "";
const listeners = new Set<(words: string) => void>();

// look asks for words, from any page.
export function look(asked: string): void {
  words = asked.trim();
  listeners.forEach((listener) => listener(words));
}

export function Search() {
  useTitle(t("search.title"));
  const [asked, setAsked] = useState(words);
  useEffect(() => {
    listeners.add(setAsked);
    return () => void listeners.delete(setAsked);
  }, []);
  return <><h1>{t("search.title")}</h1>{asked.length < 2 ? <p>{t("search.short")}</p> : <Results key={asked} words={asked} />}</>;
}

function Results({ words }: { words: string }) {
  const reading = useRead(() => get<{ results: Result[] }>(`/v1/search?pageSize=50&q=${encodeURIComponent(words)}`), words);
  return <Wait reading={reading}>{({ results }) => (
    <>
      <p role="status">{t("search.found", { n: results.length })}</p>
      <ul class="rows">{results.map((r) => <Found key={r.id} result={r} />)}</ul>
    </>
  )}</Wait>;
}

function Found({ result: r }: { result: Result }) {
  const commune = useCode("COMMUNE", r.communeCode);
  const link = linkOf(r);
  return (
    <li class="row">
      <span class="what"><span class="kind">{code("kind", r.kind.replace("SEARCH_KIND_", ""))}</span> {link ? <a href={link}>{r.title || r.subtitle}</a> : <strong>{r.title}</strong>}</span>
      <span class="hint">{[r.subtitle, commune].filter(Boolean).join(" · ")}</span>
      {r.statusLabel && <Status status={r.status} label={r.statusLabel} />}
    </li>
  );
}

// linkOf leads to the page of a thing, or to the cases of a project leader; the other kinds have no page yet.
function linkOf(r: Result): string {
  if (r.kind === "SEARCH_KIND_CASE") return href(`dossier/${r.id}`);
  if (r.kind === "SEARCH_KIND_COMPANY") return href(`entreprise/${r.id}`);
  if (r.kind === "SEARCH_KIND_PROJECT_LEADER") return href("dossiers", { vue: "tous", etat: "tous", porteur: r.id });
  if (/_(PLOT|PREMISES|BROWNFIELD)$/.test(r.kind)) return href(`foncier/bien/${r.id}`);
  return "";
}
