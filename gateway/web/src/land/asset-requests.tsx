// The open requests that an asset fits, or nearly does, with the points of each.
import { get, list } from "../api";
import { Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { t } from "../words";
import type { RequestMatch } from "./asset-types";
import { requestHref } from "./requests";

export function Requests({ assetId, version }: { assetId: string; version: string }) {
  const reading = useRead(() => get<{ matches: RequestMatch[]; sentence: string }>(list(`/v1/assets/${assetId}/matches`, { pageSize: 20 })), `${assetId} ${version}`);
  return (
    <Section title={t("asset.requests")} count={reading.value && String(reading.value.matches.length)} class={reading.value?.matches.length === 0 ? "empty" : ""}>
      <Wait reading={reading}>{(page) => (
        <>
          <p class="hint">{page.sentence}</p>
          {page.matches.length > 0 && <ul class="rows">{page.matches.map((m) => <Wanted key={m.match.matchId} wanted={m} />)}</ul>}
        </>
      )}</Wait>
    </Section>
  );
}

function Wanted({ wanted: { landRequest: r, match: m } }: { wanted: RequestMatch }) {
  const name = r.company?.name || t("asset.request");
  const missed = m.criteria.filter((k) => !k.met);
  return (
    <li class="row">
      <span class="what"><a href={requestHref(r)}>{name}</a> <span class="number">{r.caseLink?.caseNumber}</span></span>
      <span class="end"><span class={`tag ${m.nearMiss ? "waits" : "good"}`}>{m.nearMiss ? t("land.near") : t("land.score", { n: m.score })}</span></span>
      <span class="hint whole"><Status status={r.status} label={r.statusLabel} /> {missed.map((k) => k.sentence).join(" ")}</span>
    </li>
  );
}
