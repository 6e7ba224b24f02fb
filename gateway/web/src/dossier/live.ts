// The live stream of a case: each change of any service asks for the dossier again. What has the focus, and what is being
// written, stays.
import { useEffect } from "preact/hooks";

// settle joins the several changes of one move.
const settle = 150;

export function useLive(caseId: string, again: () => Promise<void>): void {
  useEffect(() => {
    if (!caseId) return; // of no case
    const stream = new EventSource(`/v1/cases/${caseId}/dossier:watch`);
    let pending = 0;
    stream.addEventListener("change", () => {
      clearTimeout(pending);
      pending = window.setTimeout(() => void again(), settle);
    });
    return () => {
      clearTimeout(pending);
      stream.close();
    };
  }, [caseId, again]);
}
