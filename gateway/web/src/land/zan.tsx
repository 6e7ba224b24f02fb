// The ledger of land used up against its envelope, the path to 2050, and what would be with more entries.
import { useState } from "preact/hooks";
import { get, post } from "../api";
import { fullDay, today } from "../dates";
import { prefixed } from "../dossier/commands";
import { Choice, Line } from "../parts/field";
import { Form } from "../parts/form";
import { Facts, Fold, Section, Wait } from "../parts/page";
import { percent } from "../figures";
import { Table } from "../queues/table";
import { useRead, useTurn } from "../read";
import type { Me } from "../types";
import { colon, t } from "../words";
import { Ledger } from "./entry";
import { m2InHectares } from "./figures";
import type { ZanBalance } from "./types";

interface Simulated { before: ZanBalance; after: ZanBalance; sentence: string }

export function Zan({ me, turn }: { me: Me; turn: number }) {
  const reading = useRead(() => get<ZanBalance>("/v1/zan-entries:balance"), "zan");
  useTurn(reading, turn);
  return (
    <Section title={t("zan.title")}>
      <Wait reading={reading}>{(b) => (
        <>
          <p>{b.sentence} {b.exceeded && <span class="tag bad">{t("zan.exceeded")}</span>}</p>
          <div class="columns work">
            <div><h3>{t("entry.title")}</h3><Ledger changed={reading.again} me={me} turn={turn} /></div>
            <div>
              <Stand balance={b} />
              <Fold title={t("zan.formula")}><p>{b.formula}</p></Fold>
              <Fold title={t("zan.path")}><Path balance={b} /></Fold>
              <Fold title={t("zan.whatif")}><WhatIf /></Fold>
            </div>
          </div>
        </>
      )}</Wait>
    </Section>
  );
}

const Stand = ({ balance: b }: { balance: ZanBalance }) => (
  <Facts all={[
    [t("zan.budget"), m2InHectares(b.budgetM2)], [t("zan.consumed"), m2InHectares(b.consumedM2)], [t("zan.restored"), m2InHectares(b.restoredM2)],
    [t("zan.remaining"), <strong>{m2InHectares(b.remainingM2)}</strong>], [t("zan.used"), percent(Math.round(b.usedPermille / 10) * 100)], [t("zan.day"), fullDay(b.asOfDate)],
  ]} />
);

// Path says which years have gone beyond what the path allows; a word says it, not a colour alone.
const Path = ({ balance: b }: { balance: ZanBalance }) => (
  <Table caption={t("zan.path")} heads={[t("balance.year"), t("zan.net"), t("zan.cumulated"), t("zan.ceiling")]} rows={b.path.map((y) => ({ id: String(y.year), cells: [
    y.year, <><span class="phone">{t("zan.net")}{colon}</span>{m2InHectares(y.netM2)}</>,
    <><span class="phone">{t("zan.cumulated")}{colon}</span>{m2InHectares(y.cumulatedNetM2)} {Number(y.cumulatedNetM2) > Number(y.cumulatedCeilingM2) && <span class="tag bad">{t("zan.above")}</span>}</>,
    <><span class="phone">{t("zan.ceiling")}{colon}</span>{m2InHectares(y.cumulatedCeilingM2)}</>,
  ] }))} />
);

// WhatIf writes nothing: the server answers the balance before and after.
function WhatIf() {
  const [lines, setLines] = useState(1);
  const [answer, setAnswer] = useState<Simulated>();
  return (
    <>
      <p class="hint">{t("zan.whatif.hint")}</p>
      <Form label={t("zan.simulate")} send={async (body) => setAnswer(await post<Simulated>("/v1/zan-entries:simulate", body))}>
        {Array.from({ length: lines }, (_, i) => <Entry key={i} name={`zanEntries[${i}]`} />)}
        <p class="buttons">
          <button type="button" class="link" onClick={() => setLines(lines + 1)}>{t("zan.more")}</button>
          {lines > 1 && <button type="button" class="link" onClick={() => setLines(lines - 1)}>{t("zan.less")}</button>}
        </p>
      </Form>
      {answer && <div class="card" role="status">
        <p><strong>{answer.sentence}</strong> {answer.after.exceeded && <span class="tag bad">{t("zan.exceeded")}</span>}</p>
        <Stand balance={answer.after} />
      </div>}
    </>
  );
}

const Entry = ({ name }: { name: string }) => (
  <div class="grid">
    <Choice name={`${name}.kind`} label={t("zan.kind")} options={prefixed("zankind", "ZAN_ENTRY_KIND_")} value="ZAN_ENTRY_KIND_CONSUMPTION" />
    <Choice name={`${name}.legalReason`} label={t("zan.reason")} required blank={t("choose")} options={prefixed("zanreason", "ZAN_LEGAL_REASON_")} />
    <Line name={`${name}.areaM2`} label={t("land.area")} kind="int" unit="m²" required />
    <Line name={`${name}.entryDate`} label={t("zan.date")} type="date" required value={today()} />
  </div>
);
