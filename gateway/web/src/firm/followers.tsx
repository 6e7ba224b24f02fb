// Who follows the company in each body. One takes it, hands it over, or lets it go.
import { post } from "../api";
import { Colleagues } from "../dossier/people";
import { useNames, usePerson } from "../names";
import { Commands } from "../parts/commands";
import { Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import type { Me } from "../types";
import { t } from "../words";
import type { FirmProps } from "./types";

export function Followers({ firm: f, me, again }: FirmProps & { me: Me }) {
  const ours = f.portfolioOwners.find((o) => o.bodyId === me.bodyId);
  const give = (personId: string) => post(`/v1/companies/${f.companyId}:assign`, { personId }, f.etag);
  const mine = ours?.personId === me.personId;
  return (
    <Section title={t("followers.title")} count={String(f.portfolioOwners.length)}>
      {!f.portfolioOwners.length && <p class="hint">{t("followers.none")}</p>}
      <ul class="rows small">{f.portfolioOwners.map((o) => <Follower key={o.bodyId} owner={o} />)}</ul>
      <Commands inner label={t("followers.title")} allowed={f.allowedActions} after={again} all={[
        ...(mine ? [] : [{ action: "assign", label: t(ours ? "followers.takeover" : "followers.take"), send: () => give("me") }]),
        { action: "assign", label: t("followers.give"), send: (body: Json) => give(String(body.personId ?? "")), form: () => <Colleagues name="personId" label={t("assign.person")} bodyId={me.bodyId} blank={t("tasks.me")} everybody="me" /> },
        ...(ours ? [{ action: "assign", label: t("followers.drop"), send: () => give("") }] : []),
      ]} />
    </Section>
  );
}

function Follower({ owner: o }: { owner: { bodyId: string; personId: string } }) {
  const names = useNames();
  const person = usePerson(o.personId);
  return <li class="row"><span class="what">{person || t("followers.somebody")}</span><span class="hint">{names.body(o.bodyId)}</span></li>;
}
