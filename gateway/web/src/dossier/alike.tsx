// Open cases that look the same, each with why: they can be tied, so that who reads one finds the other.
import { post } from "../api";
import { href } from "../route";
import { say, tell } from "../say";
import type { Case } from "../types";
import { colon, t } from "../words";

export function Alike({ case: c, again }: { case: Case; again: () => Promise<void> }) {
  const open = c.possibleDuplicates.filter((d) => !c.linkedCases.some((l) => l.caseId === d.caseId));
  async function tie(otherCaseId: string) {
    await post(`/v1/cases/${c.caseId}:linkDuplicate`, { otherCaseId });
    say(t("alike.tied"));
    await again();
  }
  if (!open.length) return null;
  return (
    <div class="notice waits">
      <p>{t("alike.title", { n: open.length })}</p>
      <ul>{open.map((d) => (
        <li key={d.caseId}><a href={href(`dossier/${d.caseId}`)}>{d.number}</a> {t("alike.score", { n: d.score })}{colon}{d.reasons.join(", ")}{" "}
          {c.allowedActions.includes("linkDuplicate") && <button type="button" class="link" aria-label={t("alike.tie.of", { number: d.number })} onClick={() => void tie(d.caseId).catch(tell)}>{t("alike.tie")}</button>}
        </li>
      ))}</ul>
    </div>
  );
}
