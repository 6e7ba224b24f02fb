// Areas as people read them.
import { language, t } from "../words";

const locale = language === "en" ? "en-GB" : "fr-FR";
const hectare = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

export const inHectares = (hectares: number) => t("land.ha", { area: hectare.format(hectares) });
export const m2InHectares = (m2: string) => inHectares(Number(m2) / 10_000);
