// One thing done to the cases chosen. First it is only tried: what would be refused is told before anything is written.
import { useState } from "preact/hooks";
import { get, post } from "../api";
import { Colleagues } from "../dossier/people";
import { prefixed } from "../dossier/commands";
import { Choice, Text } from "../parts/field";
import { Form } from "../parts/form";
import type { Json } from "../parts/read-form";
import { say, tell } from "../say";
import type { Case, Me } from "../types";
import { colon, t } from "../words";

interface Operation {
  bulkOperationId: string; status: string; totalCount: number; doneCount: number; refusedCount: number;
  lines: { caseId: string; status: string; message: string }[];
}
interface BulkProps { cases: Case[]; chosen: Set<string>; me: Me; after: () => void }
type Action = "ASSIGN" | "QUALIFY";

export function Bulk({ cases, chosen, me, after }: BulkProps) {
  const [action, setAction] = useState<Action>();
  const [asked, setAsked] = useState<Json>();
  const [tried, setTried] = useState<Operation>();
  const [done, setDone] = useState<Operation>();
  const ids = cases.filter((c) => chosen.has(c.caseId)).map((c) => c.caseId);
  async function tryOut(body: Json) {
    const operation = { ...body, action: `BULK_ACTION_${action}`, ids };
    setAsked(operation);
    setTried(await run({ ...operation, dryRun: true }));
  }
  async function write() {
    const ended = await run({ ...asked, clientRequestId: crypto.randomUUID() });
    say(t("bulk.done", { n: ended.doneCount }), false, true);
    setDone(ended);
    setTried(undefined);
    setAction(undefined);
    after();
  }
  if (!ids.length && !done) return null;
  const choose = (next: Action) => { setAction(next); setTried(undefined); setDone(undefined); };
  return (
    <section class="section" aria-label={t("bulk.title")}>
      <p class="buttons">
        <strong role="status">{t("bulk.chosen", { n: ids.length })}</strong>
        <button type="button" class="button second small" aria-expanded={action === "ASSIGN"} onClick={() => choose("ASSIGN")}>{t("do.assign")}</button>
        <button type="button" class="button second small" aria-expanded={action === "QUALIFY"} onClick={() => choose("QUALIFY")}>{t("bulk.qualify")}</button>
      </p>
      {action && !tried && (
        <Form key={action} label={t("bulk.try")} send={tryOut} cancel={() => setAction(undefined)} focus>
          {action === "ASSIGN" && <Colleagues name="personId" label={t("assign.person")} bodyId={me.bodyId} blank={t("tasks.me")} everybody="me" />}
          {action === "QUALIFY" && <Choice name="urgency" label={t("counter.urgency")} blank={t("bulk.keep")} options={prefixed("urgency", "URGENCY_")} />}
          {action === "QUALIFY" && <Text name="note" label={t("note.free")} rows={2} />}
        </Form>
      )}
      {tried && (
        <>
          <p role="status">{t("bulk.would", { n: tried.doneCount, refused: tried.refusedCount })}</p>
          <Refused operation={tried} cases={cases} />
          <p class="buttons">
            {tried.doneCount > 0 && <button type="button" class="button" onClick={() => void write().catch(tell)}>{t("bulk.write", { n: tried.doneCount })}</button>}
            <button type="button" class="button second" onClick={() => setTried(undefined)}>{t("form.cancel")}</button>
          </p>
        </>
      )}
      {done && <Refused operation={done} cases={cases} />}
    </section>
  );
}

// run starts an operation and waits until it has ended.
async function run(operation: Json): Promise<Operation> {
  let now = await post<Operation>("/v1/bulk-operations", operation);
  while (now.status === "BULK_STATUS_RUNNING") {
    await new Promise((again) => setTimeout(again, 300));
    now = await get<Operation>(`/v1/bulk-operations/${now.bulkOperationId}`);
  }
  return now;
}

const Refused = ({ operation, cases }: { operation: Operation; cases: Case[] }) => (
  <ul>{operation.lines.filter((l) => l.status === "BULK_LINE_STATUS_REFUSED").map((l) => {
    const c = cases.find((x) => x.caseId === l.caseId);
    return <li key={l.caseId}>{c?.number} {c?.company?.name}{colon}{l.message}</li>;
  })}</ul>
);
