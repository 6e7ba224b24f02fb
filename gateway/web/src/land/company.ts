// How a company is named where something is open for it: one that has closed is told.
import type { Company } from "../types";
import { t } from "../words";

export const firmName = (c?: Pick<Company, "name" | "ceased">) => (c?.ceased ? t("company.closed", { name: c.name }) : c?.name);
