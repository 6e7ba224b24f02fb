// Where a subject has nobody to answer, or one body only; and the alerts of those that had somebody before.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { subjects, useNames, useOnce } from "../names";
import { Choice } from "../parts/field";
import { Section, Wait } from "../parts/page";
import { Pager, Table, usePages } from "../queues/table";
import { useRead } from "../read";
import type { Cell, Gap } from "../types";
import { t } from "../words";

interface Page { cells: Cell[]; nextPageToken: string; communeCount: number; subjectCount: number; holeCount: number; fragileCount: number }

export function Coverage() {
  const names = useNames();
  const all = useOnce(subjects, []);
  const [subjectCode, setSubject] = useState("");
  const pages = usePages(subjectCode);
  const gaps = useRead(() => get<{ coverageGaps: Gap[] }>(list("/v1/coverage/gaps", { filter: `status = "COVERAGE_GAP_STATUS_OPEN"` })), "gaps");
  const reading = useRead(() => get<Page>(list("/v1/coverage", { pageSize: 20, pageToken: pages.token }) + (subjectCode && `&subjectCode=${encodeURIComponent(subjectCode)}`)), `${subjectCode} ${pages.token}`);
  return (
    <Section title={t("coverage.title")}>
      <Wait reading={gaps}>{(page) => page.coverageGaps.length
        ? <ul class="notice bad plain">{page.coverageGaps.map((g) => <li key={g.coverageGapId}>{g.sentence}</li>)}</ul>
        : <p class="hint">{t("coverage.quiet")}</p>}</Wait>
      <Wait reading={reading}>{(page) => (
        <>
          <p>{t("coverage.sum", { communes: page.communeCount, subjects: page.subjectCount, holes: page.holeCount, fragile: page.fragileCount })}</p>
          <Choice name="subjectCode" label={t("column.subject")} blank={t("coverage.all")} onChange={setSubject} options={all.filter((s) => s.parentCode).map((s) => ({ value: s.subjectCode, label: s.label }))} />
          {page.cells.length === 0 && <p class="hint">{t("coverage.full")}</p>}
          <Table caption={t("coverage.title")} heads={[t("column.commune"), t("column.subject"), t("column.state"), t("column.bodies")]}
            rows={page.cells.map((c) => ({ id: `${c.communeCode} ${c.subjectCode}`, cells: [
              c.communeName || c.communeCode, c.subjectLabel, <span class={c.bodyIds.length ? "tag" : "tag bad"}>{c.levelLabel}</span>, c.bodyIds.map(names.short).join(", "),
            ] }))} />
          <Pager pages={pages} next={page.nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}
