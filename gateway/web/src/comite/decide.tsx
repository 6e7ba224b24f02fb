// What the comité decides of a case: what, in words, who is in charge, by when.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { post } from "../api";
import { prefixed } from "../dossier/commands";
import { useNames } from "../names";
import { Choice, Line, Text } from "../parts/field";
import { Form } from "../parts/form";
import type { Json } from "../parts/read-form";
import { say } from "../say";
import type { Case } from "../types";
import { t } from "../words";
import { Decided } from "./decided";
import { address, type Item, type Meeting } from "./types";

const prefix = "MEETING_DECISION_KIND_";

export function Decide({ item: i, of: c, meeting: m, again }: { item: Item; of: Case; meeting: Meeting; again: () => Promise<void> }) {
  const [open, setOpen] = useState(!i.decision);
  const change = useRef<HTMLButtonElement>(null);
  const wrote = useRef(false);
  useLayoutEffect(() => { if (wrote.current && !open) change.current?.focus(); wrote.current = false; }, [open]);
  // A kind that was not chosen is left out: the server then says all that is missing at once.
  async function send({ kind, ...body }: Json) {
    try {
      await post(`${address(m.meetingId)}:decide`, { ...body, ...(kind ? { kind } : {}), itemId: i.itemId }, m.etag);
    } catch (error) {
      await again(); // somebody else may have written meanwhile: it is shown, and what was typed stays
      throw error;
    }
    say(t("decide.done"), false, true);
    await again();
    wrote.current = true;
    setOpen(false);
  }
  if (!m.allowedActions.includes("decide")) return <Decided item={i} />;
  return (
    <>
      <Decided item={i} />
      {open
        ? <Form class="panel" label={t("decide.send")} send={send} cancel={i.decision && (() => setOpen(false))}><h2>{t("decide.title")}</h2><Fields item={i} of={c} /></Form>
        : <p><button ref={change} type="button" class="button second" onClick={() => setOpen(true)}>{t("decide.change")}</button></p>}
    </>
  );
}

function Fields({ item: { decision: d }, of: c }: { item: Item; of: Case }) {
  const names = useNames();
  const [kind, setKind] = useState(d?.kind ?? "");
  const known = [c.leadBodyId, ...c.referrals.map((r) => r.bodyId), ...c.consents.filter((x) => !x.withdrawn).map((x) => x.bodyId)];
  const bodies = known.filter((id, n) => id && known.indexOf(id) === n);
  const todo = kind !== `${prefix}NOTHING`;
  return (
    <div class="grid">
      <Choice name="kind" label={t("decide.kind")} required blank={t("choose")} value={d?.kind} options={prefixed("decision", prefix)} onChange={setKind} />
      {todo && <Choice name="bodyId" label={t("decide.body")} required value={d?.bodyId || c.leadBodyId} options={bodies.map((id) => ({ value: id, label: names.body(id) }))} />}
      {todo && <Line name="dueDate" label={t(kind === `${prefix}WAIT` ? "decide.until" : "decide.due")} type="date" required value={d?.dueDate} />}
      <Text name="text" label={t("decide.text")} hint={t("decide.text.hint")} rows={3} max={2000} required={true} value={d?.text} />
    </div>
  );
}
