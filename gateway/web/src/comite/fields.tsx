// The fields of a meeting: when, where, and who takes part.
import { useRef, useState } from "preact/hooks";
import { bodies, useOnce } from "../names";
import { Choice, Group, Line, Tick } from "../parts/field";
import { t } from "../words";
import type { Meeting, Participant } from "./types";

export function MeetingFields({ meeting: m }: { meeting?: Meeting }) {
  return (
    <>
      <div class="grid">
        <Line name="heldDate" label={t("comite.day")} type="date" required value={m?.heldDate} />
        <Line name="title" label={t("comite.name")} hint={t("comite.name.hint")} value={m?.title} />
        <Line name="place" label={t("comite.place")} hint={t("comite.place.hint")} value={m?.place} max={300} />
      </div>
      <Participants known={m?.participants ?? []} present={Boolean(m)} />
    </>
  );
}

interface Seat { key: number; known?: Participant }

function Participants({ known, present }: { known: Participant[]; present: boolean }) {
  const partners = useOnce(bodies, []);
  const [seats, setSeats] = useState<Seat[]>(() => known.map((p, key) => ({ key, known: p })));
  const next = useRef(known.length);
  const options = partners.map((b) => ({ value: b.partnerBodyId, label: b.name }));
  return (
    <Group name="participants" legend={t("comite.participants")} class="details">
      {partners.length > 0 && seats.map((s, i) => (
        <div class="grid seat" key={s.key}>
          <Choice name={`participants[${i}].bodyId`} label={t("comite.body")} required blank={t("choose")} value={s.known?.bodyId} options={options} />
          <Line name={`participants[${i}].names`} label={t("comite.names")} value={s.known?.names} max={300} />
          {present && <Tick name={`participants[${i}].absent`} label={t("comite.absent")} checked={s.known?.absent} />}
          <p><button type="button" class="link" aria-label={t("comite.body.remove", { n: i + 1 })} onClick={() => setSeats(seats.filter((x) => x !== s))}>{t("comite.remove")}</button></p>
        </div>
      ))}
      <p><button type="button" class="button second small" onClick={() => setSeats([...seats, { key: next.current++ }])}>{t("comite.body.add")}</button></p>
    </Group>
  );
}
