// The whole of a list as a file: all its pages, with the filters that are set and the rights of who asks. A page with several lists,
// each called of something, leads to the others itself.
import { list } from "../api";
import { href } from "../route";
import { t } from "../words";

interface ExportProps { path: string; filter?: string; orderBy?: string; of?: string }

export function Export(p: ExportProps) {
  return <p class="export" role="group" aria-label={p.of ? t("export.of", { list: p.of }) : t("export.label")}>{t("export")} <Formats {...p} />{!p.of && <> <a href={href("exports")}>{t("export.others")}</a></>}</p>;
}

export function Formats(p: ExportProps) {
  const address = (format: string) => list(p.path, { filter: p.filter, orderBy: p.orderBy, format });
  const named = (format: string) => (p.of ? `${format}, ${p.of}` : undefined);
  return <><a href={address("csv")} aria-label={named("CSV")}>CSV</a> <a href={address("xlsx")} aria-label={named("Excel")}>Excel</a></>;
}
