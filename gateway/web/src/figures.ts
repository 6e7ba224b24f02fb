// Numbers, amounts and areas as people read them.
import { language } from "./words";

export const locale = language === "en" ? "en-GB" : "fr-FR";
const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options).format;
const currency = format({ style: "currency", currency: "EUR", trailingZeroDisplay: "stripIfInteger" } as Intl.NumberFormatOptions);
const share = format({ style: "percent", maximumFractionDigits: 1 });

export const number = format({ maximumFractionDigits: 2 });
export const euros = (cents: string) => currency(Number(cents) / 100);
export const percent = (basisPoints: number) => share(basisPoints / 10_000);
export const squareMetres = (m2: number) => `${number(m2)} m²`;
