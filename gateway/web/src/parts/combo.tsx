// A field that searches while one types: the list is gone through with the arrows, Enter takes, Escape closes.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../words";
import { Field, type Common } from "./field";

export interface Found { value: string; label: string; hint?: string }

interface ComboProps extends Common {
  find: (words: string) => Promise<Found[]>;
  // What was typed without choosing is sent as it is: the server knows whether it is a code, and proposes some when it is not.
  // picked tells what was taken; it is not kept in a field of the form when there is no name to send.
  picked?: (found: Found) => void;
  // clears empties the field after a choice: for searches that lead elsewhere, and for lists.
  clears?: boolean;
  value?: Found;
  placeholder?: string;
  class?: string;
  sends?: boolean;
}

// useFound searches with what was typed last; older answers are dropped.
function useFound(find: (words: string) => Promise<Found[]>, words: string, open: boolean) {
  const [found, setFound] = useState<Found[]>([]);
  const [waits, setWaits] = useState(false);
  useEffect(() => {
    if (!open || words.trim().length < 2) {
      setFound([]);
      setWaits(false);
      return;
    }
    let dropped = false;
    setWaits(true);
    const timer = setTimeout(() => {
      find(words.trim()).catch(() => []).then((all) => {
        if (dropped) return;
        setFound(all);
        setWaits(false);
      });
    }, 120);
    return () => { dropped = true; clearTimeout(timer); };
  }, [words, open]);
  return { found, waits };
}

export function Combo(p: ComboProps) {
  const [words, setWords] = useState(p.value?.label ?? "");
  const [code, setCode] = useState(p.value?.value ?? "");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const early = useRef(false);
  const list = useRef<HTMLUListElement>(null);
  const { found, waits } = useFound(p.find, words, open);
  useEffect(() => {
    setAt(0);
    if (early.current && found.length) take(found[0]); // Enter came before the answer
    if (!waits) early.current = false;
  }, [found, waits]);
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: "nearest" }), [at]);

  function take(option: Found | undefined) {
    if (!option) return;
    setOpen(false);
    setWords(p.clears ? "" : option.label);
    setCode(p.clears ? "" : option.value);
    p.picked?.(option);
  }

  // Enter takes, it never sends the form: not even when nothing is found yet.
  function key(event: KeyboardEvent) {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Enter" && waits) early.current = true;
    if (!open || !found.length) return;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setAt((at + 1) % found.length),
      ArrowUp: () => setAt((at + found.length - 1) % found.length),
      Enter: () => take(found[at]),
      Escape: () => setOpen(false),
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  }

  const shows = open && words.trim().length >= 2;
  return <Field {...p} class={`combo ${p.class ?? ""}`} control={(tied) => (
    <>
      {p.sends !== false && <input type="hidden" name={p.name} value={code || words} data-answer={p.answer} />}
      <input {...tied} role="combobox" aria-expanded={shows && found.length > 0} aria-controls={`${tied.id}-l`} aria-autocomplete="list" autocomplete="off"
        aria-activedescendant={shows && found[at] ? `${tied.id}-${at}` : undefined} value={words} placeholder={p.placeholder} maxLength={100}
        onInput={(e) => { setWords(e.currentTarget.value); setCode(""); setOpen(true); }} onKeyDown={key} onKeyPress={(e) => { if (e.key === "Enter") e.preventDefault(); }} onBlur={() => setOpen(false)} />
      <ul role="listbox" id={`${tied.id}-l`} aria-label={p.label} ref={list} hidden={!shows || !found.length}>
        {found.map((f, i) => (
          <li key={f.value} id={`${tied.id}-${i}`} role="option" aria-selected={i === at} onMouseDown={(e) => { e.preventDefault(); take(f); }}>
            <span>{f.label}</span>{f.hint && <span class="hint">{f.hint}</span>}
          </li>
        ))}
      </ul>
      <span class="hint" role="status">{shows && !waits && !found.length ? t("combo.nothing") : ""}</span>
    </>
  )} />;
}

// Combos keeps several: each is a word that can be taken away.
export function Combos(p: Common & { find: (words: string) => Promise<Found[]>; values?: Found[] }) {
  const [kept, setKept] = useState<Found[]>(p.values ?? []);
  return (
    <div class="combos">
      <Combo {...p} sends={false} clears picked={(f) => setKept(kept.some((k) => k.value === f.value) ? kept : [...kept, f])} />
      {kept.length > 0 && <ul class="chips">{kept.map((k) => (
        <li key={k.value}>
          <input type="hidden" name={p.name} value={k.value} data-kind="list" />
          {k.label} <button type="button" class="link" aria-label={t("combo.remove", { name: k.label })} onClick={() => setKept(kept.filter((x) => x !== k))}>×</button>
        </li>
      ))}</ul>}
    </div>
  );
}
