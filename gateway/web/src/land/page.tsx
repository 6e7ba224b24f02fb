// The deals on land: what waits for our answer, what ends soon, what the territory has against what is asked, and what it may still use up.
import { get, list } from "../api";
import { useTitle } from "../app";
import { dayOf } from "../dates";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Me } from "../types";
import { t, type Word } from "../words";
import { Balance } from "./balance";
import { OpenLeases, OpenSales } from "./deals-open";
import { OptionRow } from "./options";
import type { OptionPage } from "./types";
import { Zan } from "./zan";

const soon = () => dayOf(new Date(Date.now() + 14 * 86_400_000).toISOString());

export function LandDealsPage({ me }: { me: Me }) {
  useTitle(t("nav.land"));
  const waiting = useRead(() => get<OptionPage>(list("/v1/options", { filter: `keeperBodyId = "mine" AND status = "OPTION_STATUS_REQUESTED"`, pageSize: 100 })), "waiting");
  const ending = useRead(() => get<OptionPage>(list("/v1/options", { filter: `held = true AND endDate <= "${soon()}"`, orderBy: "endDate", pageSize: 100 })), "ending");
  const again = () => Promise.all([waiting.again(), ending.again()]);
  return (
    <>
      <div class="title"><h1>{t("nav.land")}</h1><a class="button second" href={href("foncier/carte")}>{t("map.open")}</a></div>
      <div class="columns">
        <div><Options title="deals.waiting" reading={waiting} again={again} /></div>
        <div><Options title="deals.ending" reading={ending} again={again} /></div>
      </div>
      <div class="columns">
        <div><OpenSales /></div>
        <div><OpenLeases /></div>
      </div>
      <Balance />
      <Zan me={me} />
    </>
  );
}

const Options = ({ title, reading, again }: { title: Word; reading: ReturnType<typeof useRead<OptionPage>>; again: () => Promise<unknown> }) => (
  <Section title={t(title)} count={reading.value && String(reading.value.options.length)}>
    <Wait reading={reading}>{({ options }) => (options.length
      ? <ul class="rows">{options.map((o) => <OptionRow key={o.optionId} option={o} again={again} />)}</ul>
      : <p class="hint">{t(`${title}.none` as Word)}</p>)}</Wait>
  </Section>
);
