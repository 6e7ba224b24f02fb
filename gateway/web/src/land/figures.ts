// Areas of land as people say them.
import { number, squareMetres } from "../figures";
import { t } from "../words";

export const inHectares = (hectares: number) => t("land.ha", { area: number(hectares) });
export const m2InHectares = (m2: string | number) => inHectares(Number(m2) / 10_000);
// area is in hectares from one hectare up; nothing when it is not known.
export const area = (m2?: number) => (!m2 ? "" : m2 >= 10_000 ? m2InHectares(m2) : squareMetres(m2));
