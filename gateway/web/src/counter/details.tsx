// The details that land, recruitment and training need to start on a request by themselves.
import { findCodes, useCode } from "../names";
import { Combo, Combos } from "../parts/combo";
import { Choice, Group, Line, Several } from "../parts/field";
import type { HiringNeed, LandNeed, SkillsNeed } from "../types";
import { choices, t } from "../words";

const prefixed = (kind: string, prefix: string) => choices(kind).map((o) => ({ ...o, value: prefix + o.value }));

export function LandFields({ name, value, communeCode }: { name: string; value?: LandNeed; communeCode?: string }) {
  const codes = value?.communeCodes ?? (communeCode ? [communeCode] : []);
  const first = useCode("COMMUNE", codes[0] ?? "");
  return (
    <Group class="details" name={name} legend={t("land.title")}>
      <Several name={`${name}.assetKinds`} label={t("land.kinds")} options={prefixed("asset", "ASSET_KIND_")} values={value?.assetKinds} />
      <div class="grid">
        <Choice name={`${name}.tenure`} label={t("land.tenure")} options={prefixed("tenure", "LAND_TENURE_")} blank={t("land.either")} value={value?.tenure} />
        <Line name={`${name}.minAreaM2`} label={t("land.min")} kind="int" unit="m²" value={value?.minAreaM2 ? String(value.minAreaM2) : undefined} />
        <Line name={`${name}.maxAreaM2`} label={t("land.max")} kind="int" unit="m²" value={value?.maxAreaM2 ? String(value.maxAreaM2) : undefined} />
        <Combos key={first} name={`${name}.communeCodes`} label={t("land.communes")} find={findCodes("COMMUNE")} values={codes.map((c, i) => ({ value: c, label: i ? c : first }))} />
        <Line name={`${name}.radiusKm`} label={t("land.radius")} kind="int" unit="km" value={value?.radiusKm ? String(value.radiusKm) : undefined} />
        <Line name={`${name}.neededByDate`} label={t("land.by")} type="date" value={value?.neededByDate} />
        <Line name={`${name}.maxPricePerM2`} label={t("land.price")} kind="money" unit="€/m²" hint={t("land.price.hint")} value={value?.maxPricePerM2 ? String(Number(value.maxPricePerM2.amountCents) / 100) : undefined} />
        <Line name={`${name}.jobCount`} label={t("land.jobs")} kind="int" value={value?.jobCount ? String(value.jobCount) : undefined} />
      </div>
    </Group>
  );
}

// Coded is a search in a list of codes that may hold a code already.
export function Coded(p: { name: string; label: string; list: "ROME" | "COMMUNE"; value?: string; hint?: string; required?: boolean; answer?: string }) {
  const label = useCode(p.list, p.value ?? "");
  return <Combo key={label} {...p} value={p.value ? { value: p.value, label } : undefined} find={findCodes(p.list)} />;
}

export const HiringFields = ({ name, value, communeCode }: { name: string; value?: HiringNeed; communeCode?: string }) => (
  <Group class="details" name={name} legend={t("hiring.title")}>
    <div class="grid">
      <Coded name={`${name}.romeCode`} label={t("hiring.rome")} hint={t("hiring.rome.hint")} list="ROME" value={value?.romeCode} />
      <Line name={`${name}.title`} label={t("hiring.job")} value={value?.title} />
      <Line name={`${name}.positionCount`} label={t("hiring.count")} kind="int" value={String(value?.positionCount || 1)} />
      <Choice name={`${name}.contractKind`} label={t("hiring.contract")} options={prefixed("contract", "CONTRACT_KIND_")} blank={t("choose")} value={value?.contractKind} />
      <Coded name={`${name}.communeCode`} label={t("hiring.commune")} list="COMMUNE" value={value?.communeCode ?? communeCode} />
      <Line name={`${name}.startDate`} label={t("hiring.start")} type="date" value={value?.startDate} />
    </div>
  </Group>
);

export const SkillsFields = ({ name, value }: { name: string; value?: SkillsNeed }) => (
  <Group class="details" name={name} legend={t("skills.title")}>
    <div class="grid">
      <Line name={`${name}.topic`} label={t("skills.topic")} value={value?.topic} />
      <Line name={`${name}.personCount`} label={t("skills.count")} kind="int" value={String(value?.personCount || 1)} />
      <Coded name={`${name}.romeCode`} label={t("skills.rome")} list="ROME" value={value?.romeCode} />
      <Coded name={`${name}.communeCode`} label={t("skills.commune")} list="COMMUNE" value={value?.communeCode} />
      <Line name={`${name}.fromDate`} label={t("skills.from")} type="date" value={value?.fromDate} />
      <Line name={`${name}.toDate`} label={t("skills.to")} type="date" value={value?.toDate} />
    </div>
  </Group>
);
