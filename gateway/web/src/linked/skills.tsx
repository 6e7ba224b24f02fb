// A training need: what is to be learnt, and the offer or the session that gives it.
import { get, list, post, quoted } from "../api";
import { SkillsFields } from "../counter/details";
import { prefixed, ReasonNote } from "../dossier/commands";
import { SkillsFacts } from "../dossier/needs";
import { firmName } from "../land/company";
import { Combo, type Found } from "../parts/combo";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line } from "../parts/field";
import { Section, Status, Wait } from "../parts/page";
import type { Json } from "../parts/read-form";
import { useRead } from "../read";
import type { TrainingNeed } from "../types";
import { t } from "../words";
import { useFollowed } from "./page";

export function SkillsPage({ id, caseId }: { id: string; caseId: string }) {
  const reading = useRead(() => get<TrainingNeed>(`/v1/training-needs/${id}`), id);
  useFollowed(caseId, reading.again);
  return <Wait reading={reading}>{(n) => (
    <>
      <header class="head"><h1>{t("linked.formation")} <span class="number">{n.caseLink?.caseNumber}</span></h1>
        <p class="line"><Status status={n.status} label={n.statusLabel} />{firmName(n.company)} {n.need?.topic} {n.reasonNote}</p></header>
      <Commands all={commands(n)} allowed={n.allowedActions} after={reading.again} label={t("do.label")} />
      <Section title={t("skills.wanted")}>{n.need && <SkillsFacts need={n.need} />}</Section>
      {n.trainingOfferId && <Offer id={n.trainingOfferId} />}
    </>
  )}</Wait>;
}

function commands(n: TrainingNeed): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/training-needs/${n.trainingNeedId}:${verb}`, body, n.etag);
  return [
    { action: "qualify", label: t("skills.qualify"), first: true, send: to("qualify"), form: () => <>
      <SkillsFields name="need" value={n.need} />
      <div class="grid">
        <Choice name="cause" label={t("skills.cause")} options={prefixed("cause", "TRAINING_NEED_CAUSE_")} blank={t("choose")} />
        <Line name="targetLevel" label={t("skills.level")} kind="int" hint={t("skills.level.hint")} />
      </div></> },
    { action: "match", label: t("skills.match"), first: true, send: to("match"), form: () => <>
      <Combo name="trainingOfferId" label={t("skills.offer")} find={offers} hint={t("skills.offer.hint")} /><ReasonNote label={t("note.free")} /></> },
    { action: "meet", label: t("skills.meet"), send: to("meet"), form: () => <>
      <Line name="trainedPersonCount" label={t("skills.trained")} kind="int" required value={String(n.need?.personCount || 1)} /><ReasonNote label={t("note.free")} /></> },
    { action: "drop", label: t("skills.drop"), grave: true, send: to("drop"), form: () => <>
      <Choice name="reason" label={t("reason.why")} required blank={t("choose")} options={prefixed("drop", "TRAINING_NEED_DROP_REASON_")} /><ReasonNote /></> },
  ];
}

interface OfferRow { trainingOfferId: string; title: string; statusLabel: string }

const offers = async (words: string): Promise<Found[]> => {
  const page = await get<{ trainingOffers: OfferRow[] }>(list("/v1/training-offers", { filter: `text:${quoted(words)}`, pageSize: 8 }));
  return page.trainingOffers.map((o) => ({ value: o.trainingOfferId, label: o.title, hint: o.statusLabel }));
};

function Offer({ id }: { id: string }) {
  const reading = useRead(() => get<OfferRow>(`/v1/training-offers/${id}`), id);
  return <Section title={t("skills.found")}><Wait reading={reading}>{(o) => <p><strong>{o.title}</strong></p>}</Wait></Section>;
}
