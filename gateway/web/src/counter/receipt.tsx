// The receipt: what the person takes home, to print.
import { get } from "../api";
import { useTitle } from "../app";
import { instant, longDay } from "../dates";
import { Facts, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Receipt } from "../types";
import { t } from "../words";

export function ReceiptPage({ caseId }: { caseId: string }) {
  useTitle(t("receipt.title"));
  const reading = useRead(() => get<Receipt>(`/v1/cases/${caseId}/receipt`), caseId);
  return <Wait reading={reading}>{(r) => (
    <article class="receipt">
      <h1>{t("receipt.done", { number: r.number })}</h1>
      <p class="promise">{t("receipt.promise", { day: `${longDay(r.dueDate)} ${r.dueDate.slice(0, 4)}` })}</p>
      <Facts all={[
        [t("receipt.number"), r.number], [t("receipt.received"), instant(r.receivedTime)], [t("receipt.requester"), r.requesterName], [t("receipt.subjects"), r.subjectLabels.join(", ")],
        [t("receipt.contact"), r.contactBodyName], [t("company.address"), r.contactBodyAddress], [t("contact.phone"), r.contactBodyPhone], [t("contact.email"), r.contactBodyEmail],
      ]} />
      <p class="letter">{r.text}</p>
      <p class="buttons">
        <a class="button" href={href(`dossier/${caseId}`)}>{t("receipt.open")}</a>
        <button type="button" class="button second" onClick={() => print()}>{t("receipt.print")}</button>
        <a class="button second" href={`/v1/cases/${caseId}/receipt.pdf`}>{t("receipt.pdf")}</a>
        <a class="button second" href="#/demande">{t("receipt.another")}</a>
      </p>
    </article>
  )}</Wait>;
}
