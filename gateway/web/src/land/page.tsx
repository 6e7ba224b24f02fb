// The deals on land: what waits for our answer, what ends soon, who seeks what, what the territory has against what is asked, and what it may still use up.
import { useState } from "preact/hooks";
import { get, list } from "../api";
import { useTitle } from "../app";
import { dayOf } from "../dates";
import { Export } from "../parts/export";
import { Section, Wait } from "../parts/page";
import { useRead } from "../read";
import { href } from "../route";
import type { Me } from "../types";
import { t, type Word } from "../words";
import { Balance } from "./balance";
import { OpenLeases, OpenSales } from "./deals-open";
import { OptionRow } from "./options";
import { OpenRequests } from "./requests";
import type { OptionPage } from "./types";
import { Zan } from "./zan";

const soon = () => dayOf(new Date(Date.now() + 14 * 86_400_000).toISOString());

export function LandDealsPage({ me }: { me: Me }) {
  useTitle(t("nav.land"));
  const asked = { filter: `keeperBodyId = "mine" AND status = "OPTION_STATUS_REQUESTED"` };
  const held = { filter: `held = true AND endDate <= "${soon()}"`, orderBy: "endDate" };
  const waiting = useRead(() => get<OptionPage>(list("/v1/options", { ...asked, pageSize: 100 })), "waiting");
  const ending = useRead(() => get<OptionPage>(list("/v1/options", { ...held, pageSize: 100 })), "ending");
  const [turn, setTurn] = useState(0);
  const after = () => setTurn((n) => n + 1); // an option becomes a sale or a lease, a deed an entry
  const again = () => Promise.all([waiting.again(), ending.again()]).then(after);
  return (
    <>
      <div class="title"><h1>{t("nav.land")}</h1><p class="line"><a href={href("exports")}>{t("exports.title")}</a><a class="button second" href={href("foncier/carte")}>{t("map.title")}</a></p></div>
      <div class="columns">
        <div><Options title="deals.waiting" reading={waiting} again={again} all={asked} /></div>
        <div><Options title="deals.ending" reading={ending} again={again} all={held} /></div>
      </div>
      <OpenRequests turn={turn} />
      <div class="columns">
        <div><OpenSales turn={turn} after={after} /></div>
        <div><OpenLeases turn={turn} /></div>
      </div>
      <Balance />
      <Zan me={me} turn={turn} />
    </>
  );
}

interface OptionsProps { title: Word; reading: ReturnType<typeof useRead<OptionPage>>; again: () => Promise<unknown>; all: { filter: string; orderBy?: string } }

const Options = ({ title, reading, again, all }: OptionsProps) => (
  <Section title={t(title)} count={reading.value && String(reading.value.options.length)} aside={<Export path="/v1/options" {...all} of={t(title)} />}>
    <Wait reading={reading}>{({ options }) => (options.length
      ? <ul class="rows">{options.map((o) => <OptionRow key={o.optionId} option={o} again={again} />)}</ul>
      : <p class="hint">{t(`${title}.none` as Word)}</p>)}</Wait>
  </Section>
);
