// Who the company is, where that comes from and how fresh it is; what the bodies add to it.
import { get, list, patch, quoted } from "../api";
import { dayOf, fullDay } from "../dates";
import { useCode } from "../names";
import { Combo, type Found } from "../parts/combo";
import { Commands } from "../parts/commands";
import { Line } from "../parts/field";
import { Facts, Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import { href } from "../route";
import type { Directory, Me } from "../types";
import { code, t } from "../words";
import type { Firm, FirmProps } from "./types";

export function Identity({ firm: f, me, again }: FirmProps & { me: Me }) {
  const commune = useCode("COMMUNE", f.communeCode);
  const staff = useCode("HEADCOUNT", f.headcount?.code ?? "");
  const own = f.tags.find((x) => x.bodyId === me.bodyId)?.tags ?? [];
  return (
    <Section title={t("firm.identity")}>
      <Facts all={[
        [t("company.siret"), f.siret], [t("firm.legal"), f.legalName !== f.name && f.legalName], [t("company.form"), f.legalFormLabel],
        [t("company.address"), f.address], [t("company.commune"), [f.postalCode, commune].filter(Boolean).join(" ")],
        [t("company.staff"), staff && [staff, f.headcount?.year].filter(Boolean).join(", ")],
        ...f.naf.map((n): [string, preact.ComponentChildren] => [code("naf", n.nomenclature.replace("NAF_NOMENCLATURE_", "")), <Activity key={n.code} code={n.code} />]),
        [t("company.since"), fullDay(f.creationDate)], [t("firm.ceased"), fullDay(f.cessationDate)],
        [t("firm.groups"), f.groups.join(", ")], [t("firm.parent"), f.parentCompanyId && <FirmLink companyId={f.parentCompanyId} />],
        [t("firm.tags"), own.length > 0 && own.map((tag) => <><span key={tag} class="tag quiet">{tag}</span> </>)],
      ]} />
      <Subsidiaries companyId={f.companyId} />
      <p class="hint">{code("csource", f.source.replace("COMPANY_SOURCE_", ""))}{f.sourceTime && `, ${t("firm.fresh", { day: fullDay(dayOf(f.sourceTime)) })}`}.{f.diffusion === "DIFFUSION_PARTIAL" && ` ${t("firm.partial")}`}</p>
      <Commands inner label={t("firm.identity")} allowed={f.allowedActions} after={again} all={[{
        action: "update", label: t("firm.change"), confirm: t("save"), send: (body) => patch(`/v1/companies/${f.companyId}`, changed(body, f, me), f.etag),
        form: () => <Change firm={f} own={own} bodyId={me.bodyId} />,
      }]} />
    </Section>
  );
}

// Activity is the code and its name: the same code means something else in the other nomenclature.
function Activity({ code: value }: { code: string }) {
  const name = useCode("NAF", value);
  return <>{name === value ? value : `${name} (${value})`}</>;
}

function FirmLink({ companyId }: { companyId: string }) {
  const reading = useRead(() => get<Directory>(`/v1/companies/${companyId}`), companyId);
  return <a href={href(`entreprise/${companyId}`)}>{reading.value?.name ?? t("loading")}</a>;
}

function Subsidiaries({ companyId }: { companyId: string }) {
  const reading = useRead(() => get<{ companies: Directory[] }>(list("/v1/companies", { filter: `parentCompanyId = ${quoted(companyId)}`, pageSize: 20 })), companyId);
  const all = reading.value?.companies ?? [];
  if (!all.length) return null;
  return <p>{t("firm.subsidiaries")} {all.map((c, i) => <>{i > 0 && ", "}<a key={c.companyId} href={href(`entreprise/${c.companyId}`)}>{c.name}</a></>)}</p>;
}

const words = (text: unknown) => [...new Set(String(text ?? "").split(",").map((x) => x.trim()).filter(Boolean))];

// changed is what was in the form, with what was emptied.
const changed = (body: Json, f: Firm, me: Me): Json => ({
  tradeName: body.tradeName ?? "",
  ...(me.bodyId ? { groups: words(body.groups), tags: [{ bodyId: me.bodyId, tags: words(body.tags) }], parentCompanyId: body.parentCompanyId ?? (body.noParent ? "" : f.parentCompanyId) } : {}),
});

function Change({ firm: f, own, bodyId }: { firm: Firm; own: string[]; bodyId: string }) {
  return (
    <div class="grid">
      <Line name="tradeName" label={t("firm.trade")} value={f.tradeName} />
      {bodyId && <Line name="tags" label={t("firm.tags")} hint={t("firm.tags.hint")} value={own.join(", ")} max={1000} />}
      {bodyId && <Line name="groups" label={t("firm.groups")} hint={t("firm.commas")} value={f.groups.join(", ")} max={1000} />}
      {bodyId && <Combo name="parentCompanyId" label={t("firm.parent")} hint={t(f.parentCompanyId ? "firm.parent.keep" : "firm.parent.hint")} find={findFirms} />}
      {bodyId && f.parentCompanyId && <p class="field tick"><label><input type="checkbox" name="noParent" data-kind="flag" data-key="noParent" /> {t("firm.parent.none")}</label></p>}
    </div>
  );
}

// findFirms searches the companies that were met.
export const findFirms = async (asked: string): Promise<Found[]> =>
  (await get<{ companies: Directory[] }>(list("/v1/companies", { filter: `text:${quoted(asked)}`, pageSize: 8 }))).companies
    .map((c) => ({ value: c.companyId, label: c.name, hint: c.siret }));
