// The filters of a queue, as controls that are all in sight. They are kept in the address, but for the words searched, which
// may be a name.
import { useOnce, findCodes, subjects, useCode, type CodeList } from "../names";
import { Combo } from "../parts/combo";
import { stay } from "../route";
import type { Subject } from "../types";
import { t, type Word } from "../words";

export interface Filters { query: URLSearchParams; path: string; words: string; setWords: (words: string) => void }

// kept are the values that the address holds.
export const kept = (query: URLSearchParams): Record<string, string> => Object.fromEntries(query);

export const set = (f: Filters, name: string, value: string) => stay(f.path, { ...kept(f.query), [name]: value });

interface BarProps { filters: Filters; views: [string, Word][]; view: string; states: { value: string; label: string }[]; state: string; orders: [string, Word][] }

export function FilterBar({ filters: f, views, view, states, state, orders }: BarProps) {
  return (
    <div class="filters" role="search" aria-label={t("filter.label")}>
      <div class="views" role="group" aria-label={t("filter.view")}>
        {views.map(([value, word]) => (
          <button key={value} type="button" aria-pressed={view === value} onClick={() => set(f, "vue", value)}>{t(word)}</button>
        ))}
      </div>
      <div class="controls">
        <Pick label={t("filter.state")} value={state} options={states} change={(v) => set(f, "etat", v)} />
        <SubjectPick value={f.query.get("sujet") ?? ""} change={(v) => set(f, "sujet", v)} />
        <CodePick of="COMMUNE" label={t("filter.commune")} value={f.query.get("commune") ?? ""} change={(v) => set(f, "commune", v)} />
        <label>{t("filter.text")}<input type="search" value={f.words} maxLength={100} autocomplete="off" onInput={(e) => f.setWords(e.currentTarget.value)} /></label>
        <Pick label={t("filter.order")} value={f.query.get("tri") ?? orders[0]![0]} options={orders.map(([value, word]) => ({ value, label: t(word) }))} change={(v) => set(f, "tri", v)} />
      </div>
    </div>
  );
}

export const Pick = (p: { label: string; value: string; options: { value: string; label: string }[]; change: (value: string) => void }) => (
  <label>{p.label}
    <select onChange={(e) => p.change(e.currentTarget.value)}>{p.options.map((o) => <option key={o.value} value={o.value} selected={o.value === p.value}>{o.label}</option>)}</select>
  </label>
);

function SubjectPick(p: { value: string; change: (value: string) => void }) {
  const known = useOnce(subjects, []);
  return (
    <label>{t("filter.subject")}
      <select onChange={(e) => p.change(e.currentTarget.value)}>
        <option value="" selected={!p.value}>{t("filter.all")}</option>
        <SubjectTree all={known} value={p.value} />
      </select>
    </label>
  );
}

// SubjectTree are the subjects under their themes, as options.
export const SubjectTree = (p: { all: Subject[]; value?: string }) => (
  <>{p.all.filter((s) => !s.parentCode).map((theme) => (
    <optgroup key={theme.subjectCode} label={theme.label}>
      {p.all.filter((s) => s.parentCode === theme.subjectCode && s.status !== "SUBJECT_STATUS_RETIRED").map((s) => (
        <option key={s.subjectCode} value={s.subjectCode} selected={s.subjectCode === p.value}>{s.label}</option>
      ))}
    </optgroup>
  ))}</>
);

// CodePick is one code of a list, found by its words.
export function CodePick(p: { of: CodeList; label: string; value: string; change: (value: string) => void }) {
  const name = useCode(p.of, p.value);
  if (!p.value) return <Combo name={p.of} label={p.label} find={findCodes(p.of)} sends={false} clears picked={(f) => p.change(f.value)} />;
  return <p class="chosen"><span>{p.label}</span><button type="button" class="button second small" onClick={() => p.change("")} aria-label={t("combo.remove", { name })}>{name} ×</button></p>;
}
