// Where files are chosen, dropped or photographed, and how far each is on its way.
import { useId, useRef, useState } from "preact/hooks";
import { post } from "../api";
import { reasonOf, say } from "../say";
import { t } from "../words";
import { giveUp, passing, send, sending, type Sending } from "./send";

export interface Job { sending: Sending; visibility: string; requestId: string; failed: string; again?: boolean }

interface DropProps { caseId: string; visibility: string; camera?: boolean; hint?: string; done: () => Promise<void> }

export function Drop(p: DropProps) {
  const [jobs, setJobs] = useState<Job[]>([]);
  const [over, setOver] = useState(false);
  const all = useRef<Job[]>([]);
  const show = () => setJobs([...all.current]);
  const leave = (job: Job) => { all.current = all.current.filter((j) => j !== job); show(); };

  async function run(job: Job) {
    job.failed = "";
    show();
    try {
      const uploadId = await send(job.sending, show);
      await post(`/v1/cases/${p.caseId}/attachments`, { uploadId, visibility: job.visibility, clientRequestId: job.requestId });
      leave(job);
      say(t("files.sent", { name: job.sending.file.name }));
      await p.done();
    } catch (error) {
      if (job.sending.stop.signal.aborted) return;
      job.failed = reasonOf(error);
      job.again = passing(error);
      show();
    }
  }

  function take(files: FileList | null | undefined) {
    for (const file of files ?? []) {
      const job: Job = { sending: sending(file), visibility: p.visibility, requestId: crypto.randomUUID(), failed: "" };
      all.current = [...all.current, job];
      void run(job);
    }
  }

  const drop = (event: DragEvent) => { event.preventDefault(); setOver(false); take(event.dataTransfer?.files); };
  return (
    <div class={`drop ${over ? "over" : ""}`} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <p class="buttons">
        {p.camera && <Pick label={t("files.photo")} camera take={take} />}
        <Pick label={t("files.choose")} second={p.camera} take={take} />
        {!p.camera && <span class="hint">{t("files.drop")}</span>}
      </p>
      <p class="hint">{p.hint} {t("files.limits")}</p>
      {jobs.length > 0 && <ul class="rows">{jobs.map((j) => <JobRow key={j.requestId} job={j} again={() => void run(j)} cancel={() => { void giveUp(j.sending); leave(j); }} />)}</ul>}
    </div>
  );
}

// Pick is a button for the file dialogue of the system, or for the camera where there is one.
function Pick(p: { label: string; camera?: boolean; second?: boolean; take: (files: FileList | null) => void }) {
  const id = useId();
  return (
    <span class="pick">
      <input id={id} type="file" class="unseen" multiple={!p.camera} accept={p.camera ? "image/*" : undefined} capture={p.camera ? "environment" : undefined}
        onChange={(e) => { p.take(e.currentTarget.files); e.currentTarget.value = ""; }} />
      <label for={id} class={`button small ${p.second ? "second" : ""}`}>{p.label}</label>
    </span>
  );
}

function JobRow({ job: j, again, cancel }: { job: Job; again: () => void; cancel: () => void }) {
  const { file, at } = j.sending;
  const share = Math.round((at / Math.max(file.size, 1)) * 100);
  return (
    <li class="row">
      <span class="what">{file.name}</span>
      <span class="end">
        {j.failed && j.again && <button type="button" class="link" aria-label={t("files.resume.of", { name: file.name })} onClick={again}>{t("files.resume")}</button>}
        <button type="button" class="link" aria-label={t("files.cancel.of", { name: file.name })} onClick={cancel}>{t("form.cancel")}</button>
      </span>
      {j.failed ? <p role="alert" class="error whole">{j.failed}</p>
        : <span class="hint whole"><progress max={100} value={share} aria-label={t("files.progress", { name: file.name })} /> {t("files.share", { n: share })}</span>}
    </li>
  );
}
