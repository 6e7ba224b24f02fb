// The typed questions of a subject, each with the control of its kind.
import { Choice, Line, Several, Text } from "../parts/field";
import type { Question } from "../types";
import { spaced, t } from "../words";
import { Coded } from "./details";

export const Questions = (p: { name: string; all: Question[] }) => (
  <fieldset class="details">
    <legend>{t("questions.title")}</legend>
    <div class="grid">{p.all.map((q) => <Asked key={q.questionCode} name={p.name} question={q} />)}</div>
  </fieldset>
);

function Asked({ name, question: q }: { name: string; question: Question }) {
  const common = { name, answer: q.questionCode, label: spaced(q.label), hint: q.help, required: q.required };
  const options = q.choices.map((c) => ({ value: c.code, label: c.label }));
  switch (q.kind) {
    case "QUESTION_KIND_SINGLE": return <Choice {...common} options={options} blank={t("choose")} />;
    case "QUESTION_KIND_MULTIPLE": return <Several {...common} options={options} />;
    case "QUESTION_KIND_NUMBER": return <Line {...common} mode="decimal" class="narrow" unit={q.unit} />;
    case "QUESTION_KIND_AMOUNT": return <Line {...common} kind="cents" unit="€" />;
    case "QUESTION_KIND_DATE": return <Line {...common} type="date" />;
    case "QUESTION_KIND_COMMUNE": return <Coded {...common} list="COMMUNE" />;
    case "QUESTION_KIND_FILE": return <p class="hint field"><strong>{q.label}</strong> {t("questions.file")}</p>;
  }
  return <Text {...common} rows={2} />;
}
