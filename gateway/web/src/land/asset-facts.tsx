// The fields of an asset in the words of the field; what nobody wrote down is left out.
import type { ComponentChildren } from "preact";
import { fullDay } from "../dates";
import { euros, number } from "../figures";
import { Facts, Fold } from "../parts/page";
import type { Money } from "../types";
import { code, t } from "../words";
import type { AssetRecord, Brownfield, Plot, Premises } from "./asset-types";
import { area } from "./figures";

type Fact = [string, ComponentChildren];

const word = (kind: string, prefix: string, value?: string) => (!value || value.endsWith("_UNSPECIFIED") ? "" : code(kind, value.replace(prefix, "")));
const amount = (m: Money | undefined, unit: string) => (m ? `${euros(m.amountCents)}${unit}` : "");
const metres = (m?: number) => (m === undefined ? "" : t("asset.metres", { n: number(m) }));
const yes = (is?: boolean) => (is ? t("asset.yes") : "");
const known = (text?: string) => (!text || /^inconnue?$/i.test(text) ? "" : text);

export function AssetFacts({ asset, register }: { asset: AssetRecord; register: string }) {
  const own = register === "plots" ? plot(asset as Plot) : register === "premises" ? premises(asset as Premises) : brownfield(asset as Brownfield);
  return (
    <>
      <Facts all={[[t("land.area"), area(asset.areaM2)], [t("asset.divisible"), area(asset.divisibleFromM2)], ...own, ...shared(asset)]} />
      {register === "brownfields" && <Origin site={asset as Brownfield} />}
    </>
  );
}

const shared = (a: AssetRecord): Fact[] => [
  [t("asset.uses"), a.allowedUses?.map((u) => word("landuse", "LAND_USE_", u)).join(", ")], [t("asset.flood"), word("flood", "FLOOD_RISK_", a.floodRisk)],
  [t("asset.power"), a.powerKva ? `${a.powerKva} kVA` : ""], [t("asset.fibre"), yes(a.fibre)], [t("asset.rail"), yes(a.rail)],
  [t("asset.from"), a.availableFromDate && fullDay(a.availableFromDate)], [t("asset.vacant"), a.vacantSinceDate && fullDay(a.vacantSinceDate)],
  [t("asset.parcels"), a.parcelIds?.join(", ")],
];

const plot = (p: Plot): Fact[] => [
  [t("asset.price.m2"), amount(p.pricePerM2, "/m²")], [t("asset.servicing"), word("servicing", "SERVICING_STAGE_", p.servicingStage)],
  [t("asset.occupation"), word("occupation", "PLOT_OCCUPATION_", p.occupation)], [t("asset.control"), word("control", "LAND_CONTROL_", p.landControl)],
  [t("asset.plu"), p.pluZoneName || word("plu", "PLU_ZONE_", p.pluZone)], [t("asset.zan"), word("zanclass", "ZAN_CLASS_", p.zanClass)],
  [t("asset.icpe"), word("icpe", "ICPE_REGIME_", p.maxIcpeRegime)], [t("asset.servitudes"), p.servitudes.join(", ")], [t("asset.said"), p.risks.join(", ")],
];

const premises = (p: Premises): Fact[] => [
  [t("asset.kind"), word("asset", "ASSET_KIND_", p.kind)], [t("asset.address"), p.address], [t("asset.land"), area(p.landAreaM2)],
  [t("land.tenure"), word("tenure", "LAND_TENURE_", p.tenure)], [t("asset.rent"), amount(p.rentPerM2Year, t("asset.perYear"))], [t("asset.price"), amount(p.price, "")],
  [t("asset.charges"), amount(p.chargesPerM2Year, t("asset.perYear"))], [t("asset.lease"), word("lease", "LEASE_KIND_", p.leaseKind)],
  [t("asset.height"), p.heightCm ? `${number(p.heightCm / 100)} m` : ""], [t("asset.load"), p.floorLoadKgPerM2 ? `${number(p.floorLoadKgPerM2)} kg/m²` : ""],
  [t("asset.crane"), p.craneLoadKg ? `${number(p.craneLoadKg)} kg` : ""], [t("asset.doors"), p.lorryDoorCount || ""], [t("asset.lorry"), yes(p.lorryAccess)],
  [t("asset.energy"), p.energyClass], [t("asset.plu"), word("plu", "PLU_ZONE_", p.pluZone)],
  [t("asset.owner"), p.ownerContact && [p.ownerContact.name, p.ownerContact.phone, p.ownerContact.email, p.ownerContact.note].filter(Boolean).join(", ")],
];

const brownfield = (b: Brownfield): Fact[] => [
  [t("asset.offered"), yes(b.offered)], [t("asset.type"), word("friche", "BROWNFIELD_TYPE_", b.type)], [t("asset.address"), b.address], [t("asset.occupation"), known(b.occupation)],
  [t("asset.activities"), b.activities.join(", ")], [t("asset.ended"), b.activityEndYear || ""], [t("asset.buildings"), b.buildings?.count || ""],
  [t("asset.state"), known(b.buildings?.state)], [t("asset.pollution"), word("pollution", "SOIL_POLLUTION_", b.soilPollution)], [t("asset.pollution.note"), b.soilPollutionComment],
  [t("asset.plu"), b.plan?.zoneName || word("plu", "PLU_ZONE_", b.plan?.zone)], [t("asset.owner.kind"), known(b.owner?.personKind)],
  [t("asset.road"), metres(b.roadDistanceM)], [t("asset.railway"), metres(b.railDistanceM)], [t("asset.cost"), amount(b.costEstimate, "")],
  [t("asset.procedures"), b.procedures.join(", ")], [t("asset.suits"), b.mutabilityScores.map((s) => `${s.use} ${s.score}/100`).join(", ")], [t("asset.note"), b.note],
];

// Origin is where the record of a brownfield comes from: most were not checked on the spot.
const Origin = ({ site: b }: { site: Brownfield }) => (
  <Fold title={t("asset.source")}>
    <p>{[b.source?.name, b.source?.producer, b.checkedDate && t("asset.checked", { day: fullDay(b.checkedDate) })].filter(Boolean).join(" · ")}</p>
    {b.pageUrls.map((url) => <p key={url}><a href={url} rel="noreferrer">{url}</a></p>)}
  </Fold>
);
