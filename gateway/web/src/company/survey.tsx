// Four questions when the case is closed; within a week the answer may be changed.
import { useId } from "preact/hooks";
import { post } from "../api";
import { Text } from "../parts/field";
import { Form } from "../parts/form";
import { Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import { say } from "../say";
import type { Case } from "../types";
import { t, type Word } from "../words";

const questions: Word[] = ["survey.welcome", "survey.speed", "survey.help", "survey.advise"];

export function Survey({ case: c, again }: { case: Case; again: () => Promise<void> }) {
  const given = c.satisfaction;
  const ended = given && new Date(given.editableUntilTime) < new Date();
  if (!/HELPED|NO_SOLUTION/.test(c.status) || ended) return null;
  async function send(body: Json) {
    const marks = questions.map((_, i) => Number(body[`mark${i}`] ?? 0));
    await post(`/v1/cases/${c.caseId}/satisfaction`, { marks, comment: body.comment ?? "" });
    say(t("survey.thanks"), false, true);
    await again();
  }
  return (
    <Section title={t("survey.title")}>
      <Form label={t(given ? "survey.change" : "survey.send")} send={send}>
        {questions.map((q, i) => <Mark key={q} name={`mark${i}`} label={t(q)} given={given?.marks[i]} />)}
        <Text name="comment" label={t("survey.comment")} rows={2} max={2000} value={given?.comment} />
      </Form>
    </Section>
  );
}

function Mark(p: { name: string; label: string; given?: number }) {
  const id = useId();
  return (
    <fieldset class="field several">
      <legend>{p.label}</legend>
      <div class="ticks marks">
        <span aria-hidden="true">{t("survey.no")}</span>
        {[1, 2, 3, 4, 5].map((n) => (
          <label key={n} for={`${id}${n}`}><input id={`${id}${n}`} type="radio" name={p.name} value={String(n)} defaultChecked={p.given === n} /> {n}<span class="unseen"> {n === 1 ? t("survey.no") : n === 5 ? t("survey.yes") : ""}</span></label>
        ))}
        <span aria-hidden="true">{t("survey.yes")}</span>
      </div>
    </fieldset>
  );
}
