// The searches for land and premises that are under way: who asks for what, the newest first.
import { get, list } from "../api";
import { fullDay } from "../dates";
import { number } from "../figures";
import { useCode } from "../names";
import { Export } from "../parts/export";
import { Section, Status, Wait } from "../parts/page";
import { Pager, usePages } from "../queues/table";
import { useRead, useTurn } from "../read";
import { href } from "../route";
import type { LandNeed, LandRequest } from "../types";
import { code, t } from "../words";
import { firmName } from "./company";

interface RequestPage { landRequests: LandRequest[]; nextPageToken: string }

const underWay = ["SIGNED", "FAILED", "WITHDRAWN"].map((s) => `status != "LAND_REQUEST_STATUS_${s}"`).join(" AND ");

export function OpenRequests({ turn }: { turn: number }) {
  const pages = usePages("requests");
  const reading = useRead(() => get<RequestPage>(list("/v1/land-requests", { filter: underWay, pageSize: 20, pageToken: pages.token })), pages.token);
  useTurn(reading, turn);
  return (
    <Section title={t("deals.requests")} aside={<Export path="/v1/land-requests" filter={underWay} of={t("deals.requests")} />}>
      <Wait reading={reading}>{({ landRequests, nextPageToken }) => (
        <>
          {landRequests.length ? <ul class="rows">{landRequests.map((r) => <Row key={r.landRequestId} request={r} />)}</ul> : <p class="hint">{t("deals.requests.none")}</p>}
          <Pager pages={pages} next={nextPageToken} />
        </>
      )}</Wait>
    </Section>
  );
}

// requestHref is the page of a search: in the case that opened it, or on its own.
export const requestHref = (r: Pick<LandRequest, "landRequestId"> & { caseLink?: { caseId: string } }) => href(r.caseLink?.caseId ? `dossier/${r.caseLink.caseId}/foncier/${r.landRequestId}` : `foncier/demande/${r.landRequestId}`);

const Row = ({ request: r }: { request: LandRequest }) => (
  <li class="row">
    <span class="what"><a href={requestHref(r)}>{firmName(r.company) || t("asset.request")}</a> <span class="number">{r.caseLink?.caseNumber}</span></span>
    <span class="end"><Status status={r.status} label={r.statusLabel} /></span>
    {r.need && <span class="hint whole"><InShort need={r.need} /></span>}
  </li>
);

// InShort is what is sought, in one line.
function InShort({ need: n }: { need: LandNeed }) {
  const first = useCode("COMMUNE", n.communeCodes[0] ?? "");
  const others = n.communeCodes.length - 1;
  const area = [n.minAreaM2, n.maxAreaM2].map((m2) => (m2 ? number(m2) : "…")).join(" – ");
  return <>{[
    n.assetKinds.map((k) => code("asset", k.replace("ASSET_KIND_", ""))).join(", "),
    (n.minAreaM2 || n.maxAreaM2) && `${area} m²`,
    first && `${first}${others > 0 ? ` + ${others}` : ""}${n.radiusKm ? ` (${n.radiusKm} km)` : ""}`,
    n.neededByDate && t("deals.requests.by", { day: fullDay(n.neededByDate) }),
  ].filter(Boolean).join(" · ")}</>;
}
