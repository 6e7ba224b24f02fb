// One plot, premises or brownfield: what it is, what became of it, who is after it, what it would suit, and what threatens it.
import { get } from "../api";
import { useTitle } from "../app";
import { fullDay } from "../dates";
import { percent } from "../figures";
import { useNames } from "../names";
import { Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Me } from "../types";
import { t } from "../words";
import { AssetFacts } from "./asset-facts";
import type { AssetRecord, AssetTouch } from "./asset-types";
import { History } from "./asset-history";
import { Deals } from "./deals";
import { Requests } from "./asset-requests";

// registers are where each kind of asset is read, by the prefix of its id.
const registers: Record<string, string> = { plt: "plots", prm: "premises", bfd: "brownfields" };

export function AssetPage({ assetId, me }: { assetId: string; me: Me }) {
  const register = registers[assetId.slice(0, 3)] ?? "plots";
  const reading = useRead(() => get<AssetRecord>(`/v1/${register}/${assetId}`), assetId);
  useTitle(reading.value?.name ?? t("asset.title"));
  return <Wait reading={reading}>{(a) => (
    <>
      <Head asset={a} register={register} />
      <div class="columns work">
        <div>
          <Section title={t("asset.facts")}><AssetFacts asset={a} register={register} /></Section>
          <Requests assetId={assetId} version={a.etag} />
          <Risks asset={a} />
        </div>
        <div>
          <Deals assetId={assetId} asset={a} again={reading.again} me={me} />
          <History assetId={assetId} version={a.etag} />
        </div>
      </div>
    </>
  )}</Wait>;
}

function Head({ asset: a, register }: { asset: AssetRecord; register: string }) {
  const names = useNames();
  return (
    <header class="head">
      <h1>{a.name}</h1>
      <p class="line">
        <Status status={a.availability} label={a.availabilityLabel || a.statusLabel || t("asset.unknown")} />
        <span>{t(`asset.is.${register}` as "asset.is.plots")}, {a.commune}</span>
        <a href={href("foncier/carte", a.point ? { lieu: `${a.point.longitude},${a.point.latitude},15` } : { commune: a.communeCode })}>{t("asset.map")}</a>
        {a.zoneId && <a href={href(`foncier/zone/${a.zoneId}`)}>{t("asset.zone")}</a>}
        {a.bodyId && <span class="hint">{t("asset.keeper", { body: names.short(a.bodyId) })}</span>}
        {a.demonstration && <span class="tag quiet">{t("asset.demo")}</span>}
        {a.confidentiality === "ASSET_CONFIDENTIALITY_OWNER_BODY" && <span class="tag waits">{t("asset.secret")}</span>}
      </p>
      {a.description && <p class="quote">{a.description}</p>}
    </header>
  );
}

// Risks name the source and the day of each layer: a share is worth what they are.
const Risks = ({ asset: a }: { asset: AssetRecord }) => (
  <Section title={t("asset.risks")} count={String(a.touches.length)} class={a.touches.length + a.zoneOverlaps.length ? "" : "empty"}>
    {a.touches.length === 0 && <p class="hint">{t("asset.risks.none")}</p>}
    {a.touches.length > 0 && <ul class="rows small">{a.touches.map((r) => <Touch key={`${r.riskLayerId} ${r.shapeId}`} touch={r} />)}</ul>}
    {a.zoneOverlaps.length > 0 && <p>{t("asset.overlaps")} {a.zoneOverlaps.map((z, i) => (
      <span key={z.zoneId}>{i ? ", " : ""}<a href={href(`foncier/zone/${z.zoneId}`)}>{z.zoneName}</a> ({percent(Math.round(z.shareBasisPoints / 100) * 100)})</span>
    ))}</p>}
  </Section>
);

const Touch = ({ touch: r }: { touch: AssetTouch }) => (
  <li class="row">
    <span class="what"><strong>{r.kindLabel}</strong> {r.sentence}</span>
    <span class="hint whole">{[r.sourceName, r.sourceDate && t("asset.risks.day", { day: fullDay(r.sourceDate) })].filter(Boolean).join(" · ")}</span>
  </li>
);
