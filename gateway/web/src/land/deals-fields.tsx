// The fields that options, sales and leases share: who it is for, and what it is about.
import { useState } from "preact/hooks";
import { get } from "../api";
import { Combo, type Found } from "../parts/combo";
import { Line } from "../parts/field";
import { euros } from "../figures";
import { href } from "../route";
import type { Asset, Directory, Me, Money } from "../types";
import { code, language, t } from "../words";

export const amount = (m?: Money) => (m ? euros(m.amountCents) : "");
// typed is an amount as a field takes it.
export const typed = (m?: Money) => (m ? String(Number(m.amountCents) / 100).replace(".", language === "en" ? "." : ",") : undefined);

// AssetLink leads to the page of the asset.
export const AssetLink = ({ id, asset }: { id: string; asset?: Asset }) => <a href={href(`foncier/bien/${id}`)}>{asset?.name ?? id}</a>;

async function findCompanies(words: string, known: Map<string, Directory>): Promise<Found[]> {
  const number = words.replace(/\s/g, "");
  const all = /^\d{14}$/.test(number) ? [await get<Directory>(`/v1/companies:lookup?siret=${number}`)]
    : (await get<{ companies: Directory[] }>(`/v1/companies:search?q=${encodeURIComponent(words)}`)).companies;
  return all.map((c) => {
    const value = c.companyId || c.siret;
    known.set(value, c);
    return { value, label: c.name || c.siret, hint: [c.siret, c.address].filter(Boolean).join(" · ") };
  });
}

// rename puts what is wrong with the company as a whole at its name.
export const rename = (path: string) => (path === "company" ? "company.name" : path);

// CompanyField takes a company of the directory, or the name of one that is not in it.
export function CompanyField() {
  const [known] = useState(() => new Map<string, Directory>());
  const [of, setOf] = useState<Directory>();
  const [named, setNamed] = useState(false);
  if (named) return (
    <div class="wide">
      <Line name="company.name" label={t("company.name")} required />
      <p class="buttons"><button type="button" class="link" onClick={() => setNamed(false)}>{t("deals.company.search")}</button></p>
    </div>
  );
  return (
    <div class="wide">
      <Combo name="company.name" label={t("deals.company")} hint={t("company.search.hint")} sends={false} required find={(words) => findCompanies(words, known)} picked={(f) => setOf(known.get(f.value))} />
      {of?.companyId ? <input type="hidden" name="company.companyId" value={of.companyId} />
        : of && <><input type="hidden" name="company.siret" value={of.siret} /><input type="hidden" name="company.name" value={of.name} /></>}
      <p class="buttons"><button type="button" class="link" onClick={() => setNamed(true)}>{t("deals.company.named")}</button></p>
    </div>
  );
}

// writes says whether somebody may ask for options and write entries at all.
export const writes = (me: Me) => me.roles.some((role) => /HUP_ADVISOR$|BODY_MANAGER$|HUP_COORDINATOR$/.test(role));
// keeps says whether somebody decides for the body that keeps an asset.
export const keeps = (me: Me, keeperId: string) => writes(me) && (keeperId === "" || me.bodyId === keeperId || me.roles.some((role) => role.endsWith("HUP_COORDINATOR")));

const assetKinds = /PLOT$|PREMISES$|BROWNFIELD$/;

// findAssets searches the register, for a field.
export async function findAssets(words: string): Promise<Found[]> {
  const found = await get<{ results: { kind: string; id: string; title: string; subtitle: string; statusLabel: string }[] }>(`/v1/search?pageSize=50&q=${encodeURIComponent(words)}`);
  return found.results.filter((r) => assetKinds.test(r.kind))
    .map((r) => ({ value: r.id, label: r.title, hint: [code("kind", r.kind.replace("SEARCH_KIND_", "")), r.statusLabel].filter(Boolean).join(" · ") }));
}
