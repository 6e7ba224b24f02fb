// The work list of records that may be the same company: to be merged on their page, or told apart for good here.
import { useRef, useState } from "preact/hooks";
import { get, list, post } from "../api";
import { useCode } from "../names";
import { keepFocus } from "../parts/commands";
import { Wait } from "../parts/page";
import { Pager, type usePages } from "../queues/table";
import { useRead } from "../read";
import { href } from "../route";
import { say, tell } from "../say";
import { t } from "../words";
import type { Duplicate } from "./types";

interface Pair { companyId: string; name: string; siret: string; communeCode: string; duplicate: Duplicate }

export function Pairs({ pages }: { pages: ReturnType<typeof usePages> }) {
  const at = list("/v1/company-duplicates", { pageSize: 200, pageToken: pages.token });
  const reading = useRead(() => get<{ pairs: Pair[]; nextPageToken: string }>(at), at);
  const rows = useRef<HTMLUListElement>(null);
  const again = () => reading.again().then(() => keepFocus(rows.current));
  return <Wait reading={reading}>{(page) => (
    <>
      <p class="hint">{t("pairs.about")}</p>
      <p class={page.pairs.length ? "hint" : "unseen"} role="status">{t("queue.shown", { n: page.pairs.length })}</p>
      {page.pairs.length ? <div class="section"><ul class="rows" ref={rows}>{page.pairs.map((p) => <Row key={p.companyId + p.duplicate.companyId} pair={p} again={again} />)}</ul></div> : <p>{t("pairs.none")}</p>}
      <Pager pages={pages} next={page.nextPageToken} />
    </>
  )}</Wait>;
}

function Row({ pair: p, again }: { pair: Pair; again: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  async function apart() {
    setBusy(true);
    await post(`/v1/companies/${p.companyId}:declareDistinct`, { otherCompanyId: p.duplicate.companyId }).then(() => say(t("pairs.apart.done")), tell);
    setBusy(false);
    await again();
  }
  return (
    <li class="row">
      <span class="what"><One {...p} /><br /><One {...p.duplicate} /></span>
      <span class="hint">{p.duplicate.reasons.join(", ")}</span>
      <span class="end"><a class="button second small" href={href(`entreprise/${p.companyId}`)} aria-label={t("pairs.merge.of", { name: p.name, other: p.duplicate.name })}>{t("twins.merge")}</a>
        <button type="button" class="button second small" disabled={busy} onClick={() => void apart()} aria-label={t("pairs.apart.of", { name: p.name, other: p.duplicate.name })}>{t("pairs.apart")}</button></span>
    </li>
  );
}

function One(c: { companyId: string; name: string; siret: string; communeCode: string }) {
  const commune = useCode("COMMUNE", c.communeCode);
  return <><a href={href(`entreprise/${c.companyId}`)}>{c.name || c.siret}</a> <span class="hint">{[c.siret, commune].filter(Boolean).join(" · ")}</span></>;
}
