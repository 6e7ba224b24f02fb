// The files of a case: what was sent, whether it was found to be safe, who may read it.
import { useEffect, useState } from "preact/hooks";
import { get, list, remove } from "../api";
import { instant } from "../dates";
import { prefixed } from "../dossier/commands";
import { number } from "../figures";
import { useNames, usePerson } from "../names";
import { Commands } from "../parts/commands";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import type { Case } from "../types";
import { t } from "../words";
import { Drop } from "./drop";

interface Attachment {
  attachmentId: string; name: string; sizeBytes: string; scanStatus: string; scanStatusLabel: string; etag: string; visibility: string; visibilityLabel: string;
  authorPersonId: string; authorBodyId: string; fromCompany: boolean; createdTime: string; deletedTime?: string; allowedActions: string[];
}
interface Page { attachments: Attachment[]; nextPageToken: string }
interface Props { case: Case; company?: boolean; turn: unknown }

// Attachments reads its list again with each turn of the page, which the live stream makes.
export function Attachments({ case: c, company, turn }: Props) {
  const [visibility, setVisibility] = useState("MESSAGE_VISIBILITY_PARTNERS");
  const reading = useRead(() => get<Page>(list(`/v1/cases/${c.caseId}/attachments`, { pageSize: 100 })), c.caseId);
  useEffect(() => { void reading.again(); }, [turn]);
  const all = reading.value?.attachments ?? [];
  return (
    <Section title={t(company ? "files.own" : "files.title")} count={reading.value?.nextPageToken ? `${all.length}+` : String(all.length)}>
      {c.status !== "CASE_STATUS_ARCHIVED" && (
        <>
          {!company && <label class="inline">{t("files.for")} <select onChange={(e) => setVisibility(e.currentTarget.value)}>
            {prefixed("visibility", "MESSAGE_VISIBILITY_").map((o) => <option key={o.value} value={o.value} selected={o.value === visibility}>{o.label}</option>)}</select></label>}
          <Drop caseId={c.caseId} visibility={company ? "MESSAGE_VISIBILITY_COMPANY" : visibility} camera={company} hint={company ? t("files.own.hint") : ""} done={reading.again} />
        </>
      )}
      <Wait reading={reading}>{({ attachments }) => <ul class="rows">{attachments.map((a) => <FileRow key={a.attachmentId} file={a} plain={company} again={reading.again} />)}</ul>}</Wait>
    </Section>
  );
}

function FileRow({ file: a, plain, again }: { file: Attachment; plain?: boolean; again: () => Promise<void> }) {
  const names = useNames();
  const person = usePerson(plain || a.fromCompany ? "" : a.authorPersonId);
  const author = a.fromCompany ? t(plain ? "files.you" : "message.company") : [person, names.short(a.authorBodyId)].filter(Boolean).join(", ");
  if (a.deletedTime) return <li class="row"><span class="hint">{t("files.deleted", { day: instant(a.deletedTime) })}</span></li>;
  return (
    <li class="row">
      <span class="what">{a.allowedActions.includes("download") ? <a href={`/v1/attachments/${a.attachmentId}/content`}>{a.name}</a> : a.name}</span>
      <span class="hint">{[size(Number(a.sizeBytes)), author, instant(a.createdTime)].join(" · ")}</span>
      {!plain && <span class="end"><span class="tag quiet">{a.visibilityLabel}</span></span>}
      <span class={`whole scan ${a.scanStatus === "SCAN_STATUS_INFECTED" ? "error" : "hint"}`}>{a.scanStatusLabel}</span>
      <div class="whole"><Commands inner quiet label={a.name} allowed={a.allowedActions} after={again} all={[
        { action: "delete", label: t("files.delete"), form: () => <p class="hint">{t("files.delete.hint")}</p>, send: () => remove(`/v1/attachments/${a.attachmentId}`, a.etag) },
      ]} /></div>
    </li>
  );
}

const size = (bytes: number) => (bytes < 1e6 ? t("files.kb", { n: number(Math.max(1, Math.round(bytes / 1e3))) }) : t("files.mb", { n: number(Math.round(bytes / 1e5) / 10) }));
