// A form that sends what its fields hold and shows each refusal at its field.
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Problem, type FieldError, type Offer } from "../api";
import { hush, reasonOf, say } from "../say";
import { t } from "../words";
import { put, readForm, type Filled, type Json } from "./read-form";

const Errors = createContext<FieldError[]>([]);

// useError is what the server said of a field, or of a part of it.
export function useError(key: string): string {
  const errors = useContext(Errors).filter((e) => covers(key, e.field));
  return errors.map((e) => e.message).join(" ");
}

// useOwnError is what was said of a group of fields as a whole.
export function useOwnError(key: string): string {
  return useContext(Errors).filter((e) => e.field === key).map((e) => e.message).join(" ");
}

const covers = (key: string, field: string) => field === key || field.startsWith(`${key}.`) || field.startsWith(`${key}[`);

interface FormProps {
  send: (body: Json) => Promise<unknown>;
  label: string;
  cancel?: () => void;
  // rename says which field of the form shows the error of another path.
  rename?: (path: string) => string;
  class?: string;
  focus?: boolean;
  children?: ComponentChildren;
}

export function Form(p: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [alert, setAlert] = useState("");
  const [offers, setOffers] = useState<Offer[]>([]);
  const [busy, setBusy] = useState(false);
  // The focus moves before anything can be typed elsewhere; what is proposed there is selected, as with Tab.
  useLayoutEffect(() => {
    if (!p.focus) return;
    const field = first(form.current!);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, []);
  // The fields hear of their errors after the form does: the focus goes to the first of them once they have.
  useEffect(() => { form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(); }, [errors]);

  // submit sends what is filled in, with what was taken of an offer in place of what was refused.
  async function submit(taken?: Offer) {
    if (busy) return;
    setBusy(true);
    hush();
    const filled = readForm(form.current!);
    if (taken) put(filled.body, taken.field, taken.value);
    try {
      await p.send(filled.body);
      setErrors([]);
      setAlert("");
      setOffers([]);
    } catch (error) {
      setOffers(error instanceof Problem ? error.offers : []);
      const found = placed(error, filled, p.rename).map((e) => (empty(form.current!, e.field) ? { ...e, message: t("form.needed") } : e));
      setErrors(found);
      const lost = found.filter((e) => !shown(form.current!, e.field)).map((e) => e.message);
      setAlert(lost.length || !found.length ? [error instanceof Problem ? error.message : reasonOf(error), ...lost].join(" ") : t("form.refused"));
      say("");
    } finally {
      setBusy(false);
    }
  }

  return (
    <form ref={form} class={p.class} onSubmit={(e) => { e.preventDefault(); void submit(); }} noValidate aria-busy={busy}
      onKeyDown={(e) => { if (e.key === "Escape" && p.cancel && !e.defaultPrevented) p.cancel(); }}>
      <Errors.Provider value={errors}>{p.children}</Errors.Provider>
      <p role="alert" class="failed">{alert}</p>
      {offers.length > 0 && <p class="buttons" role="group" aria-label={t("form.offers")}>{t("form.offers")}{" "}
        {offers.map((o) => <button key={o.value} type="button" class="button second small" onClick={() => void submit(o)}>{o.label}</button>)}</p>}
      <p class="buttons">
        <button class="button">{p.label}</button>
        {p.cancel && <button type="button" class="button second" onClick={p.cancel}>{t("form.cancel")}</button>}
      </p>
    </form>
  );
}

// placed are the errors by the names that the form knows.
const placed = (error: unknown, filled: Filled, rename: (path: string) => string = (path) => path): FieldError[] =>
  error instanceof Problem ? error.errors.filter((e) => !error.offers.some((o) => o.field === e.field)).map((e) => ({ field: renamed(rename(e.field), filled), message: e.message })) : [];

function renamed(path: string, filled: Filled): string {
  for (const [from, to] of filled.keys) if (covers(from, path)) return to;
  return path;
}

const fields = (form: HTMLFormElement) => [...form.querySelectorAll<HTMLInputElement>("[data-key]")];

const shown = (form: HTMLFormElement, path: string) =>
  fields(form).some((e) => covers(e.dataset.key!, path)) || [...form.querySelectorAll<HTMLElement>("[data-group]")].some((e) => e.dataset.group === path);

// empty says that the field is one that has to be filled and is not: its form can't be wrong.
const empty = (form: HTMLFormElement, path: string) => fields(form).some((e) => e.required && !e.value && e.dataset.key === path);

const first = (form: HTMLElement) => form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button");
