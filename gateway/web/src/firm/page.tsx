// One company: who it is and who knows it, what it asked for, and all that happened around it.
import { get } from "../api";
import { useTitle } from "../app";
import { Flags } from "../counter/company";
import { Wait } from "../parts/page";
import { useRead } from "../read";
import type { Me } from "../types";
import { t } from "../words";
import { FirmCases, LastContacts } from "./cases";
import { Contacts } from "./contacts";
import { Duplicates, Merged } from "./duplicates";
import { Followers } from "./followers";
import { Identity } from "./identity";
import { Story } from "./story";
import type { Firm, FirmProps } from "./types";
import "./words";

export function FirmPage({ companyId, me }: { companyId: string; me: Me }) {
  const reading = useRead(() => get<Firm>(`/v1/companies/${companyId}`), companyId);
  return <Wait reading={reading}>{(firm) => <Parts firm={firm} asked={companyId} me={me} again={reading.again} />}</Wait>;
}

function Parts({ asked, me, ...p }: FirmProps & { asked: string; me: Me }) {
  const { firm } = p;
  useTitle(firm.name);
  return (
    <article>
      <header class="head">
        <h1>{firm.name} {firm.siret && <span class="number">{firm.siret}</span>}</h1>
        <p class="line">{firm.status !== "COMPANY_STATUS_CEASED" && <span class="tag">{firm.statusLabel}</span>}<Flags company={firm} /></p>
      </header>
      {asked !== firm.companyId && <p class="notice">{t("firm.was.merged")}</p>}
      {me.bodyId && <Merged {...p} />}
      {me.bodyId && <Duplicates {...p} />}
      <div class="columns">
        <div>
          <Identity {...p} me={me} />
          <Contacts {...p} />
          {me.bodyId && <Followers {...p} me={me} />}
        </div>
        <div>
          <FirmCases {...p} />
          {me.bodyId && <LastContacts {...p} />}
          <Story {...p} />
        </div>
      </div>
    </article>
  );
}
