// What the law wants said of a choice made with the help of rules (CRPA L311-3-1), and what the rules leave to a person.
import { post } from "../api";
import { useNames } from "../names";
import { say, tell } from "../say";
import type { Case, Notice, Reroute, RoutingNote } from "../types";
import { t } from "../words";

export function Algorithm({ notice }: { notice?: Notice }) {
  if (!notice?.text) return null;
  return <p class="hint">{notice.text} <a href={notice.rulesPath}>{t("rules.read")}</a></p>;
}

export function RoutingNotes({ notes }: { notes: RoutingNote[] }) {
  if (!notes.length) return null;
  return <ul class="notice waits plain">{notes.map((n) => <li key={n.needId + n.sentence}>{n.sentence}</li>)}</ul>;
}

// RerouteOffer is what is offered when nobody has answered by the tenth business day: one click asks the body proposed.
export function RerouteOffer(p: { offer?: Reroute; case: Case; replaces?: string; needIds?: string[]; again: () => Promise<void> }) {
  const names = useNames();
  const { offer } = p;
  if (!offer) return null;
  const may = offer.bodyId && offer.consentGiven && p.case.allowedActions.includes("refer");
  async function send() {
    await post(`/v1/cases/${p.case.caseId}/referrals`, { bodyId: offer!.bodyId, needIds: p.needIds ?? [], replacesReferralId: p.replaces ?? "" });
    say(t("refer.sent", { n: 1 }), false, true);
    await p.again();
  }
  return (
    <div class="notice bad">
      <p>{t("case.reroute")} {offer.sentence}</p>
      {may && <p><button type="button" class="button small" onClick={() => void send().catch(tell)}>{t("reroute.send", { body: names.short(offer.bodyId) })}</button></p>}
      {offer.bodyId && !offer.consentGiven && <p class="hint">{t("reroute.consent", { body: names.short(offer.bodyId) })}</p>}
    </div>
  );
}
