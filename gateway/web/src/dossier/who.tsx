// Whom the case is for, how to reach the person, and which bodies may see it.
import { post } from "../api";
import { instant } from "../dates";
import { Flags, Known } from "../counter/company";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Fold, Section } from "../parts/page";
import { href } from "../route";
import { say, tell } from "../say";
import type { Case, Contact } from "../types";
import { code, t } from "../words";
import { BodyChoice } from "./referrals";
import type { PartProps } from "./page";

export function Who({ dossier }: PartProps) {
  const { case: c, company } = dossier;
  return (
    <Section title={t("who.title")}>
      <div class="card">
        {c.contact && <Reach contact={c.contact} />}
        {company && <><p><strong>{company.name}</strong> <Flags company={company} /></p><Fold title={t("who.company")} open><Known company={company} />
          <p><a href={href(`entreprise/${company.companyId}`)}>{t("firm.page")}</a></p></Fold></>}
        {!company && c.projectLeaderId && <p class="hint">{t("who.leader")} {dossier.projectLeader?.statusLabel}</p>}
        {!company && !c.projectLeaderId && c.company && <p><strong>{c.company.name}</strong></p>}
      </div>
    </Section>
  );
}

export const Reach = ({ contact: c }: { contact: Contact }) => (
  <p class="reach">
    <strong>{c.name}</strong>{c.role && <span class="hint">{c.role}</span>}
    {c.phone && <a href={`tel:${c.phone}`}>{c.phone}</a>}
    {c.email && <a href={`mailto:${c.email}`}>{c.email}</a>}
    {c.preferredChannel && c.preferredChannel !== "CHANNEL_UNSPECIFIED" && <span class="hint">{t("who.prefers", { channel: code("channel", c.preferredChannel.replace("CHANNEL_", "")).toLowerCase() })}</span>}
  </p>
);

const set = (c: Case, bodyId: string, withdrawn: boolean, channel = "CHANNEL_COUNTER") =>
  post(`/v1/cases/${c.caseId}/consents`, { consents: [{ bodyId, channel, withdrawn }] }, c.etag);

export function Consents({ dossier, again }: Pick<PartProps, "dossier" | "again">) {
  const c = dossier.case;
  const may = c.allowedActions.includes("setConsents");
  const given = c.consents.filter((k) => !k.withdrawn);
  return (
    <Section title={t("consents.given")} count={String(given.length)}>
      <ConsentList case={c} may={may} again={again} channel="CHANNEL_COUNTER" />
      <Commands inner label={t("consents.given")} allowed={c.allowedActions} after={again} all={[{
        action: "setConsents", label: t("consents.add"), send: (body) => set(c, String(body.bodyId ?? ""), false), confirm: t("consents.confirm"),
        form: () => <BodyChoice name="bodyId" label={t("consents.body")} hint={t("consents.text")} />,
      }]} />
    </Section>
  );
}

// ConsentList is also the company's own: it takes one back with one press, and gives it again.
export function ConsentList({ case: c, may, again, channel }: { case: Case; may: boolean; again: () => Promise<void>; channel: string }) {
  const names = useNames();
  async function change(bodyId: string, withdrawn: boolean) {
    await set(c, bodyId, withdrawn, channel);
    say(t(withdrawn ? "consents.withdrawn" : "consents.recorded", { body: names.short(bodyId) }));
    await again();
  }
  if (!c.consents.length) return <p class="hint">{t("consents.none")}</p>;
  return (
    <ul class="rows small">{c.consents.map((k) => (
      <li class="row" key={k.bodyId}>
        <span class="what">{names.body(k.bodyId)}</span>
        <span class="hint">{k.withdrawn ? t("consents.since.withdrawn", { day: instant(k.withdrawnTime) }) : t("consents.since", { day: instant(k.givenTime) })}</span>
        {may && <span class="end"><button type="button" class="link" aria-label={t(k.withdrawn ? "consents.give.of" : "consents.withdraw.of", { body: names.body(k.bodyId) })}
          onClick={() => void change(k.bodyId, !k.withdrawn).catch(tell)}>{t(k.withdrawn ? "consents.give" : "consents.withdraw")}</button></span>}
      </li>
    ))}</ul>
  );
}
