// The bodies that could help, each with its sentence. One ticks those that the company wants to meet, and sends once.
import { useState } from "preact/hooks";
import { post, Problem } from "../api";
import { useNames } from "../names";
import { Text } from "../parts/field";
import { Form } from "../parts/form";
import { Fold } from "../parts/page";
import type { Json } from "../parts/read-form";
import { say } from "../say";
import type { Case, Proposal } from "../types";
import { spaced, t } from "../words";
import { Algorithm, RoutingNotes } from "./algorithm";
import { BodyChoice } from "./referrals";
import type { PartProps } from "./page";

// shown is how many are in sight at first.
const shown = 4;

export function Proposals({ dossier, again }: PartProps) {
  const [turn, setTurn] = useState(0);
  const { case: c, proposals } = dossier;
  async function send(body: Json) {
    await refer(c, proposals, body);
    say(t("refer.sent", { n: chosen(body).length }), false, true);
    setTurn(turn + 1);
    await again();
  }
  return (
    <Fold class="section" open={dossier.referrals.length === 0} title={<h2>{t("proposals.title")} <span class="count">{proposals.length}</span></h2>}>
      <RoutingNotes notes={dossier.routingNotes} />
      <Form key={turn} label={t("refer.send")} send={send} rename={() => "refer"}>
        <ul class="cards tight">{proposals.slice(0, shown).map((p) => <ProposalRow key={p.bodyId} proposal={p} />)}</ul>
        {proposals.length > shown && <Fold title={t("proposals.more", { n: proposals.length - shown })}><ul class="cards tight">{proposals.slice(shown).map((p) => <ProposalRow key={p.bodyId} proposal={p} />)}</ul></Fold>}
        <Algorithm notice={proposals.find((p) => p.algorithmNotice)?.algorithmNotice} />
        <div class="grid">
          <Text name="note" label={t("refer.note")} hint={t("refer.note.hint")} rows={2} />
          <BodyChoice name="other" label={t("refer.other")} hint={t("refer.other.hint")} blank={t("refer.nobody")} />
        </div>
      </Form>
    </Fold>
  );
}

function ProposalRow({ proposal: p }: { proposal: Proposal }) {
  const names = useNames();
  const [on, setOn] = useState(false);
  return (
    <li>
      <label class="line">
        <input type="checkbox" name="bodies" value={p.bodyId} data-kind="list" onChange={(e) => setOn(e.currentTarget.checked)} />
        <strong>{p.bodyName}</strong>
      </label>
      <p class="hint">{reasons(p)}</p>
      {on && !p.consentGiven && <p class="consent"><label><input type="checkbox" name="agreed" value={p.bodyId} data-kind="list" /> {t("proposal.agreed", { body: names.short(p.bodyId) })}</label></p>}
    </li>
  );
}

// reasons is the server's sentence without the name it begins with, which stands above it.
function reasons(p: Proposal): string {
  const text = p.sentence.startsWith(p.bodyName) ? p.sentence.slice(p.bodyName.length).replace(/^\s*:\s*/, "") : p.sentence;
  return spaced(text.charAt(0).toUpperCase() + text.slice(1));
}

const chosen = (body: Json): string[] => [...((body.bodies as string[] | undefined) ?? []), ...(body.other ? [String(body.other)] : [])];

// refer records the company's agreement as it was given to the advisor, then asks each body. A body without it is not asked.
async function refer(c: Case, proposals: Proposal[], body: Json): Promise<void> {
  const asked = chosen(body);
  if (!asked.length) throw new Problem(400, "", t("refer.empty"));
  const given = new Set([...((body.agreed as string[] | undefined) ?? []), ...proposals.filter((p) => p.consentGiven).map((p) => p.bodyId), String(body.other ?? "")]);
  const without = proposals.find((p) => asked.includes(p.bodyId) && !given.has(p.bodyId));
  if (without) throw new Problem(400, "", t("refer.agreement", { body: without.bodyName }));
  const fresh = asked.filter((id) => !proposals.some((p) => p.bodyId === id && p.consentGiven) && !c.consents.some((k) => k.bodyId === id && !k.withdrawn));
  if (fresh.length) await post(`/v1/cases/${c.caseId}/consents`, { consents: fresh.map((bodyId) => ({ bodyId, channel: "CHANNEL_COUNTER" })) });
  for (const bodyId of asked) {
    const needIds = proposals.find((p) => p.bodyId === bodyId)?.needIds ?? [];
    await post(`/v1/cases/${c.caseId}/referrals`, { bodyId, needIds, note: body.note ?? "" });
  }
}
