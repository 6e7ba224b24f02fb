// People of a body, to choose from.
import { get, list, quoted } from "../api";
import { Choice } from "../parts/field";
import { useRead } from "../read";

interface Person { personId: string; givenName: string; familyName: string }

export function Colleagues(p: { name: string; label: string; bodyId: string; blank: string; value?: string; everybody?: string }) {
  const reading = useRead(() => get<{ people: Person[] }>(list("/v1/people", { filter: `bodyId = ${quoted(p.bodyId)}`, pageSize: 200 })), p.bodyId);
  const people = reading.value?.people ?? [];
  const all = p.everybody ? [{ value: p.everybody, label: p.blank }] : [];
  return <Choice {...p} blank={p.everybody ? undefined : p.blank} options={[...all, ...people.map((x) => ({ value: x.personId, label: `${x.givenName} ${x.familyName}` }))]} />;
}
