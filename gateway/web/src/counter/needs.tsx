// What is asked: one need or several, each with its subject, the questions of the subject and the details of its kind.
import { useRef, useState } from "preact/hooks";
import { subjects, useOnce } from "../names";
import { Choice, Group, Text } from "../parts/field";
import { SubjectTree } from "../queues/filters";
import { t } from "../words";
import { HiringFields, LandFields, SkillsFields } from "./details";
import { Questions } from "./questions";

export function Needs({ communeCode }: { communeCode?: string }) {
  const next = useRef(1);
  const [ids, setIds] = useState([0]);
  return (
    <>
      {ids.map((id, i) => (
        <NeedFields key={id} at={i} alone={ids.length === 1} communeCode={communeCode} remove={() => setIds(ids.filter((x) => x !== id))} />
      ))}
      <p class="buttons"><button type="button" class="button second small" onClick={() => setIds([...ids, next.current++])}>{t("need.add")}</button></p>
    </>
  );
}

function NeedFields(p: { at: number; alone: boolean; communeCode?: string; remove: () => void }) {
  const known = useOnce(subjects, []);
  const [subject, setSubject] = useState("");
  const chosen = known.find((s) => s.subjectCode === subject);
  const name = `needs[${p.at}]`;
  return (
    <Group class="group" name={name} legend={p.alone ? t("need.title") : t("need.nth", { n: p.at + 1 })}>
      <div class="grid">
        <Choice name={`${name}.subjectCode`} label={t("need.subject")} required options={[]} blank={t("choose")} hint={chosen?.description} onChange={setSubject}>
          <SubjectTree all={known} />
        </Choice>
        <Text name={`${name}.description`} label={t("need.description")} rows={2} />
      </div>
      {chosen?.linkedKind === "LINKED_KIND_LAND_REQUEST" && <LandFields name={`${name}.land`} communeCode={p.communeCode} />}
      {chosen?.linkedKind === "LINKED_KIND_RECRUITMENT_NEED" && <HiringFields name={`${name}.recruitment`} communeCode={p.communeCode} />}
      {chosen?.linkedKind === "LINKED_KIND_TRAINING_NEED" && <SkillsFields name={`${name}.training`} />}
      {chosen && chosen.questions.length > 0 && <Questions key={subject} name={`${name}.answers`} all={chosen.questions} />}
      {!p.alone && <p class="buttons"><button type="button" class="link" onClick={p.remove}>{t("need.remove", { n: p.at + 1 })}</button></p>}
    </Group>
  );
}
