// The first page, for people who have not signed in.
import { Frame } from "./app";
import { t } from "./words";

export const Welcome = () => (
  <Frame>
    <h1>{t("welcome.title")}</h1>
    <p>{t("welcome.what")}</p>
    <p>{t("welcome.who")}</p>
    <p><a class="button" href="/sign-in?return=/">{t("signin")}</a></p>
  </Frame>
);
