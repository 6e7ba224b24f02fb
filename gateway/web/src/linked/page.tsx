// A request that another service opened for a need, on a page of its own.
import { useTitle } from "../app";
import { useLive } from "../dossier/live";
import "../land/words";
import { href } from "../route";
import type { CaseLink, Me } from "../types";
import { t } from "../words";
import { HiringPage } from "./hiring";
import { LandPage } from "./land";
import { SkillsPage } from "./skills";

export function LinkedPage(p: { caseId: string; kind: string; id: string; me: Me }) {
  useTitle(t(`linked.${p.kind}` as "linked.foncier"));
  return (
    <article class="dossier">
      <p><a href={href(`dossier/${p.caseId}`)}>{t("linked.back")}</a></p>
      {p.kind === "foncier" && <LandPage {...p} />}
      {p.kind === "recrutement" && <HiringPage {...p} />}
      {p.kind === "formation" && <SkillsPage {...p} />}
    </article>
  );
}

// useFollowed reads again what changes with the case.
export const useFollowed = (caseId: string, again: () => Promise<void>) => useLive(caseId, again);

export const numberOf = (link?: CaseLink) => link?.caseNumber ?? "";
