// One activity zone: what it is, how much of it stands empty, and what it has.
import { get, list, quoted } from "../api";
import { useTitle } from "../app";
import { fullDay } from "../dates";
import { number, percent } from "../figures";
import { useNames } from "../names";
import { Facts, Fold, Section, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import { code, t } from "../words";
import type { AssetRecord, Zone } from "./asset-types";
import { area, m2InHectares } from "./figures";

export function ZonePage({ zoneId }: { zoneId: string }) {
  const reading = useRead(() => get<Zone>(`/v1/zones/${zoneId}`), zoneId);
  useTitle(reading.value?.name ?? t("zone.title"));
  return <Wait reading={reading}>{(z) => (
    <>
      <Head zone={z} />
      <div class="columns work">
        <div><Assets zoneId={zoneId} /></div>
        <div>
          <Vacancy zone={z} />
          <Section title={t("zone.facts")}><ZoneFacts zone={z} /></Section>
        </div>
      </div>
    </>
  )}</Wait>;
}

function Head({ zone: z }: { zone: Zone }) {
  const names = useNames();
  return (
    <header class="head">
      <h1>{z.name}</h1>
      <p class="line">
        {z.stateLabel && <Status status={z.state} label={z.stateLabel} />}<span>{t("map.zone")}, {z.commune}</span>
        <a href={href("foncier/carte", z.point ? { lieu: `${z.point.longitude},${z.point.latitude},15` } : { zone: z.zoneId })}>{t("asset.map")}</a>
        {z.bodyId && <span class="hint">{t("asset.keeper", { body: names.short(z.bodyId) })}</span>}
        {z.demonstration && <span class="tag quiet">{t("asset.demo")}</span>}
      </p>
      {z.description && <p class="quote">{z.description}</p>}
    </header>
  );
}

// Vacancy is the rate of the law with its formula, and what the source of the record said.
const Vacancy = ({ zone: z }: { zone: Zone }) => (
  <Section title={t("zone.vacancy")}>
    {z.vacancyRate ? (
      <>
        <p><strong class="figure">{percent(z.vacancyRate.basisPoints)}</strong> {t("zone.vacant", { n: z.vacancyRate.vacantLandUnitCount, all: z.vacancyRate.landUnitCount })}</p>
        <Fold title={t("zone.formula")}><p>{z.vacancyRate.formula}</p><p class="hint">{t("zone.computed", { day: fullDay(z.vacancyRate.computedDate) })}</p></Fold>
      </>
    ) : <p class="hint">{t("zone.vacancy.none")}</p>}
    {z.vacancyBasisPoints !== undefined && <p class="hint">{t("zone.said", { rate: percent(z.vacancyBasisPoints) })}</p>}
  </Section>
);

const hectares = (m2: number) => (m2 ? m2InHectares(m2) : "");
const words = (kind: string, prefix: string, values: string[]) => values.filter((v) => !v.endsWith("_UNSPECIFIED")).map((v) => code(kind, v.replace(prefix, ""))).join(", ");
const away = (name?: string, metres?: number) => [name, metres !== undefined && t("zone.km", { n: number(Math.round(metres / 100) / 10) })].filter(Boolean).join(", ");

const ZoneFacts = ({ zone: z }: { zone: Zone }) => <Facts all={[
  [t("zone.gross"), hectares(z.grossAreaM2)], [t("zone.useful"), hectares(z.usefulAreaM2)], [t("zone.forSale"), hectares(z.forSaleAreaM2)], [t("zone.project"), hectares(z.projectAreaM2)],
  [t("zone.vocation"), words("vocation", "ZONE_VOCATION_", [z.vocation])], [t("zone.vocations"), words("vocation", "ZONE_VOCATION_", z.vocations)],
  [t("zone.networks"), words("network", "ZONE_NETWORK_", z.networks)], [t("zone.establishments"), z.establishmentCount ? number(z.establishmentCount) : ""], [t("zone.jobs"), z.jobCount ? number(z.jobCount) : ""],
  [t("zone.created"), z.creationYear || ""], [t("zone.epci"), z.epciName], [t("zone.road"), z.access?.road], [t("zone.motorway"), away(z.access?.motorway, z.access?.motorwayDistanceM)],
  [t("zone.station"), away(z.access?.station, z.access?.stationDistanceM)], [t("zone.freight"), away(z.access?.freightStation, z.access?.freightStationDistanceM)],
  [t("zone.owner"), z.management?.ownerName], [t("zone.developer"), z.management?.developerName], [t("zone.seller"), z.management?.sellerName],
  [t("zone.label"), z.qualityLabel], [t("zone.checked"), z.checkedDate && fullDay(z.checkedDate)], [t("zone.producer"), z.sourceProducer],
]} />;

type Listed = AssetRecord & { plotId?: string; premisesId?: string };
interface AssetsOf { plots: Listed[]; premises: Listed[]; more: boolean }

async function assetsOf(zoneId: string): Promise<AssetsOf> {
  const of = { filter: `zoneId = ${quoted(zoneId)}`, pageSize: 200, fields: "name,availability,availabilityLabel,areaM2" };
  const [plots, premises] = await Promise.all([
    get<{ plots: Listed[]; nextPageToken: string }>(list("/v1/plots", { ...of, fields: `plotId,${of.fields}` })),
    get<{ premises: Listed[]; nextPageToken: string }>(list("/v1/premises", { ...of, fields: `premisesId,${of.fields}` })),
  ]);
  return { plots: plots.plots, premises: premises.premises, more: Boolean(plots.nextPageToken || premises.nextPageToken) };
}

function Assets({ zoneId }: { zoneId: string }) {
  const reading = useRead(() => assetsOf(zoneId), zoneId);
  return <Wait reading={reading}>{(a) => (
    <>
      <Listing title={t("zone.plots")} all={a.plots} id={(p) => p.plotId!} />
      <Listing title={t("zone.premises")} all={a.premises} id={(p) => p.premisesId!} />
      {a.more && <p class="hint">{t("zone.more")}</p>}
    </>
  )}</Wait>;
}

// Listing sums up what is free and what is there.
function Listing({ title, all, id }: { title: string; all: Listed[]; id: (a: Listed) => string }) {
  const sum = (of: Listed[]) => m2InHectares(of.reduce((m2, a) => m2 + a.areaM2, 0));
  const free = all.filter((a) => /_FOR_SALE(_WITH_CONSTRAINTS)?$/.test(a.availability) && !a.availability.endsWith("NOT_FOR_SALE"));
  return (
    <Section title={title} count={String(all.length)}>
      <p>{all.length ? t("zone.total", { all: sum(all), n: free.length, free: sum(free) }) : t("zone.none")}</p>
      <ul class="rows small">{all.map((a) => (
        <li class="row" key={id(a)}>
          <span class="what"><a href={href(`foncier/bien/${id(a)}`)}>{a.name}</a></span><span class="hint">{area(a.areaM2)}</span>
          {a.availabilityLabel && <Status status={a.availability} label={a.availabilityLabel} />}
        </li>
      ))}</ul>
    </Section>
  );
}
