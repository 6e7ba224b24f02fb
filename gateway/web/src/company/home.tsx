// A company's own requests.
import { get, list } from "../api";
import { useTitle } from "../app";
import { instant } from "../dates";
import { useNames } from "../names";
import { Due, Status, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Case } from "../types";
import { t } from "../words";

export function CompanyHome() {
  useTitle(t("nav.own"));
  const names = useNames();
  const reading = useRead(() => get<{ cases: Case[] }>(list("/v1/cases", { orderBy: "receivedTime desc", pageSize: 50 })), "own");
  return (
    <>
      <h1>{t("nav.own")}</h1>
      <p><a class="button" href="#/demande">{t("nav.new")}</a></p>
      <Wait reading={reading}>{({ cases }) => (cases.length ? (
        <ul class="cards">{cases.map((c) => (
          <li key={c.caseId}>
            <p class="line"><a href={href(`dossier/${c.caseId}`)}><strong>{c.needs.map((n) => names.subject(n.subjectCode)).join(", ") || c.number}</strong></a> <Status status={c.status} label={c.statusLabel} /></p>
            <p class="hint">{c.number} · {t("own.received", { day: instant(c.receivedTime) })}</p>
            {c.status === "CASE_STATUS_AWAITING_INFO" && <p class="notice waits">{t("own.waits")}</p>}
            {!c.firstAnswerTime && !c.closedTime && c.dueDate && <p>{t("case.due")} <Due day={c.dueDate} /></p>}
          </li>
        ))}</ul>
      ) : <p>{t("own.none")}</p>)}</Wait>
    </>
  );
}
