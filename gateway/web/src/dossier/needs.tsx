// What is asked, with the answers, the details, and the request that another service opened for it.
import { fullDay } from "../dates";
import { euros, number } from "../figures";
import { subjects, useCode, useNames, useOnce } from "../names";
import { Facts, Section, Status } from "../parts/page";
import { href } from "../route";
import type { HiringNeed, LandNeed, Need, Question, RecruitmentNeed, SkillsNeed } from "../types";
import { code, t } from "../words";
import type { PartProps } from "./page";

// pages are the words of the address for the requests of other services.
export const linkedPages: Record<string, string> = {
  LINKED_KIND_LAND_REQUEST: "foncier", LINKED_KIND_RECRUITMENT_NEED: "recrutement", LINKED_KIND_TRAINING_NEED: "formation",
};

// NeedList leads to the pages of the other services, but not for the company.
export function NeedList({ dossier, plain }: Pick<PartProps, "dossier"> & { plain?: boolean }) {
  const c = dossier.case;
  return (
    <Section title={t("needs.title")} count={String(c.needs.length)}>
      {c.description && <p class="quote">{c.description}</p>}
      {dossier.projectLeader?.project && <p class="quote">{dossier.projectLeader.project}</p>}
      <ul class="cards">{c.needs.map((n) => <NeedCard key={n.needId} need={n} caseId={plain ? "" : c.caseId} />)}
        {dossier.recruitmentNeeds.filter((r) => r.landRequestId).map((r) => <PromisedJobs key={r.recruitmentNeedId} need={r} caseId={plain ? "" : c.caseId} />)}</ul>
    </Section>
  );
}

// PromisedJobs is the draft that the jobs promised at a signature suggest: no need of the case asked for it.
function PromisedJobs({ need: r, caseId }: { need: RecruitmentNeed; caseId: string }) {
  return (
    <li><p class="line"><strong>{t("needs.promised", { n: r.need?.positionCount ?? 1 })}</strong><Status status={r.status} label={r.statusLabel} />
      {caseId && <a href={href(`dossier/${caseId}/recrutement/${r.recruitmentNeedId}`)}>{t("linked.recrutement")}</a>}</p></li>
  );
}

function NeedCard({ need: n, caseId }: { need: Need; caseId: string }) {
  const names = useNames();
  const page = linkedPages[n.linkedKind];
  return (
    <li>
      <p class="line"><strong>{names.subject(n.subjectCode)}</strong>
        {page && (n.linkedId
          ? <><Status status={n.linkedStatus} label={n.linkedStatusLabel} />{caseId && <a href={href(`dossier/${caseId}/${page}/${n.linkedId}`)}>{t(`linked.${page}` as "linked.foncier")}</a>}</>
          : <span class="hint">{t("linked.opening")}</span>)}
      </p>
      {n.description && <p>{n.description}</p>}
      {n.land && <LandFacts need={n.land} />}
      {n.recruitment && <HiringFacts need={n.recruitment} />}
      {n.training && <SkillsFacts need={n.training} />}
      <Answers need={n} />
    </li>
  );
}

function Answers({ need: n }: { need: Need }) {
  const known = useOnce(subjects, []).find((s) => s.subjectCode === n.subjectCode);
  if (!n.answers.length) return null;
  return <Facts all={n.answers.map((a) => {
    const q = known?.questions.find((x) => x.questionCode === a.questionCode);
    return [q?.label ?? a.questionCode, <AnswerText key={a.questionCode} question={q} values={a.values.length ? a.values : [a.value]} />];
  })} />;
}

function AnswerText({ question: q, values }: { question?: Question; values: string[] }) {
  const commune = useCode("COMMUNE", q?.kind === "QUESTION_KIND_COMMUNE" ? values[0]! : "");
  switch (q?.kind) {
    case "QUESTION_KIND_COMMUNE": return <>{commune}</>;
    case "QUESTION_KIND_AMOUNT": return <>{euros(values[0]!)}</>;
    case "QUESTION_KIND_NUMBER": return <>{values[0]} {q.unit}</>;
    case "QUESTION_KIND_DATE": return <>{fullDay(values[0]!)}</>;
  }
  return <>{values.map((v) => q?.choices.find((x) => x.code === v)?.label ?? v).join(", ")}</>;
}

const dated = fullDay;

export const LandFacts = ({ need: n }: { need: LandNeed }) => <Facts all={[
  [t("land.kinds"), n.assetKinds.map((k) => code("asset", k.replace("ASSET_KIND_", ""))).join(", ")],
  [t("land.tenure"), n.tenure === "LAND_TENURE_UNSPECIFIED" ? "" : code("tenure", n.tenure.replace("LAND_TENURE_", ""))],
  [t("land.area"), n.minAreaM2 || n.maxAreaM2 ? `${n.minAreaM2 ? number(n.minAreaM2) : "…"} – ${n.maxAreaM2 ? number(n.maxAreaM2) : "…"} m²` : ""],
  [t("land.where"), n.communeCodes.length ? <>{n.communeCodes.map((c, i) => <span key={c}>{i ? ", " : ""}<Commune code={c} /></span>)}{n.radiusKm ? ` + ${n.radiusKm} km` : ""}</> : ""],
  [t("land.by"), dated(n.neededByDate)],
  [t("land.price"), n.maxPricePerM2 ? `${euros(n.maxPricePerM2.amountCents)}/m²` : ""],
  [t("land.jobs"), n.jobCount || ""],
]} />;

const Commune = ({ code: c }: { code: string }) => <>{useCode("COMMUNE", c)}</>;
const Rome = ({ code: c }: { code: string }) => <>{useCode("ROME", c)} ({c})</>;

export const HiringFacts = ({ need: n }: { need: HiringNeed }) => <Facts all={[
  [t("hiring.job"), n.title], [t("hiring.rome"), n.romeCode && <Rome code={n.romeCode} />], [t("hiring.count"), n.positionCount || ""],
  [t("hiring.contract"), n.contractKind === "CONTRACT_KIND_UNSPECIFIED" ? "" : code("contract", n.contractKind.replace("CONTRACT_KIND_", ""))],
  [t("hiring.commune"), n.communeCode && <Commune code={n.communeCode} />], [t("hiring.start"), dated(n.startDate)],
]} />;

export const SkillsFacts = ({ need: n }: { need: SkillsNeed }) => <Facts all={[
  [t("skills.topic"), n.topic], [t("skills.count"), n.personCount || ""], [t("skills.rome"), n.romeCode && <Rome code={n.romeCode} />],
  [t("skills.commune"), n.communeCode && <Commune code={n.communeCode} />], [t("skills.from"), dated(n.fromDate)], [t("skills.to"), dated(n.toDate)],
]} />;
