// Calls, mails and visits of the case. Logging one takes a kind and a line; others learn that the company was seen.
import { useRef } from "preact/hooks";
import { post } from "../api";
import { instant } from "../dates";
import { useNames, usePerson } from "../names";
import { Commands } from "../parts/commands";
import { Choice, Line, Text } from "../parts/field";
import { Section } from "../parts/page";
import type { Exchange } from "../types";
import { t } from "../words";
import { prefixed } from "./commands";
import type { PartProps } from "./page";

export function Exchanges({ dossier, again }: PartProps) {
  const c = dossier.case;
  const requestId = useRef("");
  requestId.current ||= crypto.randomUUID();
  const all = dossier.exchanges;
  return (
    <Section title={t("exchanges.title")} count={String(all.length)}>
      <Commands inner label={t("exchanges.title")} allowed={["log"]} after={() => { requestId.current = ""; return again(); }} all={[{
        action: "log", label: t("exchanges.log"), confirm: t("save"), form: () => <LogFields contact={c.contact?.name} />,
        send: (body) => post("/v1/exchanges", { ...body, caseId: c.caseId, clientRequestId: requestId.current }),
      }]} />
      <ul class="rows">{all.map((x) => <ExchangeRow key={x.exchangeId} exchange={x} />)}</ul>
    </Section>
  );
}

const LogFields = ({ contact }: { contact?: string }) => (
  <div class="grid">
    <Choice name="kind" label={t("exchanges.kind")} options={prefixed("exchange", "EXCHANGE_KIND_")} />
    <Choice name="outcome" label={t("exchanges.outcome")} options={prefixed("reached", "EXCHANGE_OUTCOME_")} />
    <Line name="heldTime" label={t("exchanges.when")} kind="instant" type="datetime-local" hint={t("exchanges.now")} />
    <Line name="minutes" label={t("exchanges.minutes")} kind="int" unit="min" />
    <Line name="contactName" label={t("exchanges.with")} value={contact} />
    <Choice name="visibility" label={t("message.for")} options={prefixed("visibility", "MESSAGE_VISIBILITY_")} value="MESSAGE_VISIBILITY_BODY" />
    <Text name="note" label={t("exchanges.note")} rows={2} />
  </div>
);

function ExchangeRow({ exchange: x }: { exchange: Exchange }) {
  const names = useNames();
  const person = usePerson(x.authorPersonId);
  return (
    <li class="row">
      <span class="what">{x.kindLabel}{x.outcome === "EXCHANGE_OUTCOME_NO_ANSWER" && ` · ${x.outcomeLabel.toLowerCase()}`} <span class="number">{instant(x.heldTime)}{x.minutes ? ` · ${x.minutes} min` : ""}</span></span>
      <span class="hint">{[person, names.short(x.authorBodyId), x.contactName && t("exchanges.met", { name: x.contactName })].filter(Boolean).join(" · ")}{x.note && <span class="letter"> — {x.note}</span>}</span>
      <span class="tag quiet">{x.visibilityLabel}</span>
    </li>
  );
}
