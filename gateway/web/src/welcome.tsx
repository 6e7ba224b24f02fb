// The first page, for people who have not signed in.
import { Frame, useTitle } from "./app";
import { t } from "./words";

export function Welcome() {
  useTitle(t("welcome.title"));
  return (
    <Frame>
      <h1>{t("welcome.title")}</h1>
      <p>{t("welcome.what")}</p>
      <p>{t("welcome.who")}</p>
      <p><a class="button" href="/sign-in?return=/">{t("signin")}</a></p>
    </Frame>
  );
}
