// How bodies are proposed: the versions of the rules, what a draft would change, and where nobody answers.
import { useState } from "preact/hooks";
import { get, list, post } from "../api";
import { useTitle } from "../app";
import { instant } from "../dates";
import { useNames } from "../names";
import { Commands } from "../parts/commands";
import { Fold, Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import { say, tell } from "../say";
import type { Me, Offer, RuleSet, Simulation } from "../types";
import { colon, t } from "../words";
import { Coverage } from "./coverage";

export function RulesPage({ me }: { me: Me }) {
  useTitle(t("nav.rules"));
  const sets = useRead(() => get<{ routingRuleSets: RuleSet[] }>("/v1/routing-rules"), "rules");
  return (
    <>
      <h1>{t("nav.rules")}</h1>
      <p class="hint">{t("rules.what")} <a href={`/regles?territoire=${encodeURIComponent(me.territory)}`}>{t("rules.read")}</a></p>
      <Section title={t("rules.versions")}>
        <Wait reading={sets}>{(page) => page.routingRuleSets.length
          ? <ul class="cards">{page.routingRuleSets.map((set) => <SetCard key={set.routingRuleSetId} set={set} me={me} again={sets.again} />)}</ul>
          : <p class="hint">{t("rules.none")}</p>}</Wait>
      </Section>
      {me.bodyId && !coordinates(me) && <Offers bodyId={me.bodyId} />}
      <Coverage />
    </>
  );
}

// coordinates says whether somebody works for all bodies, and for none of them.
const coordinates = (me: Me) => me.roles.some((role) => role.endsWith("HUP_COORDINATOR"));

function SetCard({ set, me, again }: { set: RuleSet; me: Me; again: () => Promise<void> }) {
  const [replay, setReplay] = useState<Simulation>();
  const name = set.number ? t("rules.version", { n: set.number }) : t("rules.draft");
  async function simulate() {
    say(t("loading"));
    setReplay(await post<Simulation>("/v1/routing-rules:simulate", { routingRuleSetId: set.routingRuleSetId }));
    say("");
  }
  return (
    <li>
      <p class="line"><strong>{name}</strong> <span class="tag">{set.statusLabel}</span>
        <span class="hint">{set.publishedTime ? t("rules.since", { day: instant(set.publishedTime) }) : ""}</span></p>
      {set.description && <p>{set.description}</p>}
      {set.faults.length > 0 && <ul class="notice bad plain">{set.faults.map((f) => <li key={f.path + f.faultCode}>{f.message}</li>)}</ul>}
      <Fold title={t("rules.count", { n: set.rules.length })}>
        <ul>{set.rules.map((r) => <li key={r.ruleCode}><strong>{r.sentence}</strong><p class="hint">{r.reason}</p></li>)}</ul>
      </Fold>
      {coordinates(me) && <p><button type="button" class="button second small" aria-label={t("rules.simulate.of", { name })} onClick={() => void simulate().catch(tell)}>{t("rules.simulate")}</button></p>}
      {replay && <Replay replay={replay} />}
      <Commands inner allowed={set.allowedActions} after={again} label={t("rules.do", { name })} all={[
        { action: "publish", label: t("rules.publish"), confirm: t("rules.publish.now"), form: () => <p class="hint">{t("rules.publish.hint")}</p>,
          send: () => post(`/v1/routing-rules/${set.routingRuleSetId}:publish`, {}, set.etag) },
      ]} />
    </li>
  );
}

// Replay is what would become of the cases of the last days.
function Replay({ replay }: { replay: Simulation }) {
  const names = useNames();
  return (
    <div class="notice" role="status">
      <p>{replay.sentence}</p>
      {replay.moves.length > 0 && <ul>{replay.moves.slice(0, 50).map((m) => (
        <li key={m.needId}><a href={href(`dossier/${m.caseId}`)}>{m.caseNumber}</a> {names.subject(m.subjectCode)}{colon}{m.sentence}</li>
      ))}</ul>}
    </div>
  );
}

// Offers are what one's own body says that it does, for whom and where.
function Offers({ bodyId }: { bodyId: string }) {
  const names = useNames();
  const reading = useRead(() => get<{ serviceOffers: Offer[] }>(list(`/v1/partner-bodies/${bodyId}/offers`, { pageSize: 200 })), bodyId);
  return (
    <Section title={t("offers.title", { body: names.short(bodyId) })}>
      <Wait reading={reading}>{(page) => page.serviceOffers.length
        ? <ul class="cards tight">{page.serviceOffers.map((o) => (
          <li key={o.serviceOfferId}><p class="line"><strong>{o.name}</strong> <span class="tag">{o.statusLabel}</span></p>
            <p class="hint">{o.subjectCodes.map(names.subject).join(", ")} · {t("offers.promise", { n: o.promiseBusinessDays })}</p></li>))}</ul>
        : <p class="hint">{t("offers.none")}</p>}</Wait>
    </Section>
  );
}
