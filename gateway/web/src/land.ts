// A land request of the case, with the premises that match it.
import { get, post } from "./api";
import { button } from "./button";
import { h, section } from "./html";
import { act } from "./say";
import type { LandRequest, Match } from "./types";

// shown are the requests whose matches somebody looks at: they stay when the page is drawn again.
const shown = new Set<string>();

export async function land(r: LandRequest, redraw: () => void): Promise<HTMLElement> {
  const place = h("div");
  const show = async () => {
    const { matches, sentence } = await get<{ matches: Match[]; sentence: string }>(`/v1/land-requests/${r.landRequestId}/matches`);
    shown.add(r.landRequestId);
    place.replaceChildren(sentence ? h("p", {}, sentence) : "", h("ol", { class: "cards" }, ...matches.slice(0, 8).map((m) => match(r, m, redraw))));
  };
  if (shown.has(r.landRequestId)) await show().catch(() => shown.delete(r.landRequestId));
  return section("Foncier et locaux", h("p", {}, h("span", { class: "tag" }, r.statusLabel)),
    r.allowedActions.includes("qualify") ? button("Qualifier la demande de foncier", () => post(`/v1/land-requests/${r.landRequestId}:qualify`, {}, r.etag), redraw) : null,
    h("button", { class: "button second", click: act(show) }, "Voir les biens qui conviennent"), place);
}

const match = (r: LandRequest, m: Match, redraw: () => void) =>
  h("li", {}, h("strong", {}, m.asset.name), ` : ${m.asset.areaM2} m², accord ${m.score}/100${m.nearMiss ? " (presque)" : ""}`,
    h("ul", {}, ...m.criteria.map((k) => h("li", { class: k.met ? "" : "unmet" }, k.sentence))),
    r.allowedActions.includes("shortlist") ? button(`Proposer ${m.asset.name}`, () =>
      post(`/v1/land-requests/${r.landRequestId}:shortlist`, { matchIds: [m.matchId] }, r.etag), redraw) : null);
