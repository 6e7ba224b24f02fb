// The whole of a list as a file: all its pages, with the filters that are set and the rights of who asks.
import { list } from "../api";
import { t } from "../words";

export function Export(p: { path: string; filter: string; orderBy?: string }) {
  const address = (format: string) => list(p.path, { filter: p.filter, orderBy: p.orderBy, format });
  return (
    <p class="export" role="group" aria-label={t("export.label")}>{t("export")}{" "}
      <a href={address("csv")}>CSV</a> <a href={address("xlsx")}>Excel</a>
    </p>
  );
}
