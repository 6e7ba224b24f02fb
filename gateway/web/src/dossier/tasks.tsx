// What is to be done, by whom and when. The company's own tasks are on its page, too.
import { useRef, useState } from "preact/hooks";
import { post } from "../api";
import { bodies, useNames, useOnce, usePerson } from "../names";
import { Commands, type Command } from "../parts/commands";
import { Choice, Line, Text, Tick } from "../parts/field";
import { Due, Fold, Section, Status } from "../parts/page";
import type { Json } from "../parts/read-form";
import type { Dossier, Task } from "../types";
import { t } from "../words";
import { ReasonNote } from "./commands";
import { Colleagues } from "./people";
import type { PartProps } from "./page";

const over = /_(DONE|NOT_APPLICABLE)$/;

export function Tasks({ dossier, me, again }: PartProps) {
  const open = dossier.tasks.filter((x) => !over.test(x.status));
  const done = dossier.tasks.filter((x) => over.test(x.status));
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  async function create(body: Json) {
    await post("/v1/tasks", { ...owned(body, dossier), caseId: dossier.case.caseId, clientRequestId: requestId.current });
    requestId.current = "";
  }
  return (
    <Section title={t("tasks.title")} count={String(open.length)}>
      <Commands inner label={t("tasks.title")} allowed={["create"]} after={again} all={[{ action: "create", label: t("tasks.add"), confirm: t("save"), send: create, form: () => <NewTask dossier={dossier} bodyId={me.bodyId} /> }]} />
      <TaskRows tasks={open} again={again} />
      {done.length > 0 && <Fold title={t("tasks.done", { n: done.length })}><TaskRows tasks={done} again={again} /></Fold>}
    </Section>
  );
}

// owned says whose the task is: the choice is one of the caller, a colleague, a body and the company.
function owned(body: Json, dossier: Dossier): Json {
  const { owner, ...task } = body;
  if (owner === "company") return { ...task, ownerCompanyId: dossier.case.company?.companyId ?? "" };
  if (String(owner).startsWith("body:")) return { ...task, ownerBodyId: String(owner).slice(5) };
  return { ...task, ownerPersonId: task.ownerPersonId ?? "me" };
}

function NewTask({ dossier, bodyId }: { dossier: Dossier; bodyId: string }) {
  const partners = useOnce(bodies, []);
  const [owner, setOwner] = useState("person");
  const involved = new Set([dossier.case.leadBodyId, ...dossier.referrals.map((r) => r.bodyId)]);
  const options = [
    { value: "person", label: t("tasks.person") },
    ...partners.filter((b) => involved.has(b.partnerBodyId)).map((b) => ({ value: `body:${b.partnerBodyId}`, label: b.name })),
    ...(dossier.case.company?.companyId ? [{ value: "company", label: t("tasks.company") }] : []),
  ];
  return (
    <div class="grid">
      <Line name="title" label={t("tasks.what")} required />
      <Line name="dueDate" label={t("tasks.by")} type="date" />
      <Choice name="owner" label={t("tasks.owner")} options={options} onChange={setOwner} />
      {owner === "person" && <Colleagues name="ownerPersonId" label={t("assign.person")} bodyId={bodyId} blank={t("tasks.me")} />}
      <Line name="remindTime" label={t("tasks.remind")} kind="instant" type="datetime-local" />
      <Text name="description" label={t("need.description")} rows={2} />
      <Tick name="recommendation" label={t("tasks.recommendation")} />
    </div>
  );
}

export const TaskRows = (p: { tasks: Task[]; again: () => Promise<unknown> }) => <ul class="rows">{p.tasks.map((x) => <TaskRow key={x.taskId} task={x} again={p.again} />)}</ul>;

function TaskRow({ task: x, again }: { task: Task; again: () => Promise<unknown> }) {
  const names = useNames();
  const person = usePerson(x.ownerPersonId);
  return (
    <li class="row">
      <span class="what">{x.title}</span>
      <span class="end"><Due day={x.dueDate} kept={over.test(x.status)} /></span>
      <span class="hint whole"><Status status={x.status} label={x.statusLabel} /> {[person || (x.ownerBodyId && names.short(x.ownerBodyId)) || (x.ownerCompanyId && t("tasks.company")), x.recommendation && t("tasks.recommended"), x.description, x.dismissNote].filter(Boolean).join(" · ")}</span>
      <div class="whole"><Commands inner label={x.title} allowed={x.allowedActions} after={again} all={moves(x)} /></div>
    </li>
  );
}

export function moves(x: Task): Command[] {
  const to = (verb: string) => (body: Json) => post(`/v1/tasks/${x.taskId}:${verb}`, body, x.etag);
  return [
    { action: "complete", label: t("tasks.complete"), send: to("complete") },
    { action: "start", label: t("tasks.start"), send: to("start") },
    { action: "dismiss", label: t("tasks.dismiss"), send: to("dismiss"), form: () => <ReasonNote name="note" /> },
    { action: "reopen", label: t("tasks.reopen"), send: to("reopen") },
  ];
}
