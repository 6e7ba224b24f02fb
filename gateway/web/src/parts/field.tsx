// Fields of forms: a label, a hint, what is wrong, and the control, tied together for screen readers.
import type { ComponentChildren, JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../words";
import { useError, useOwnError } from "./form";
import { keyOf } from "./read-form";

export interface Common { name: string; label: string; hint?: string; required?: boolean; answer?: string }

interface Tied { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean; "data-key": string }

// Field ties a control to its label.
export function Field(p: Common & { class?: string; control: (tied: Tied) => ComponentChildren }) {
  const id = useId();
  const key = keyOf(p.name, p.answer);
  const error = useError(key);
  const told = [p.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(" ");
  return (
    <div class={`field ${p.class ?? ""}`}>
      <label for={id}>{p.label}{p.required && <span class="needed"> {t("form.required")}</span>}</label>
      {p.control({ id, "data-key": key, ...(told ? { "aria-describedby": told } : {}), ...(error ? { "aria-invalid": true } : {}) })}
      {p.hint && <span class="hint" id={`${id}-h`}>{p.hint}</span>}
      {error && <span class="error" id={`${id}-e`}>{error}</span>}
    </div>
  );
}

type Kind = "text" | "int" | "cents" | "money" | "instant" | "minutes";

// Line is one line of text, or a number, an amount in euros, a day, an instant.
export function Line(p: Common & { kind?: Kind; type?: string; value?: string; max?: number; unit?: string; class?: string; autocomplete?: string; mode?: JSX.HTMLAttributes["inputMode"]; onInput?: (value: string) => void }) {
  const number = p.kind === "int" || p.kind === "cents" || p.kind === "money";
  return <Field {...p} class={`${number || p.type === "date" ? "narrow" : ""} ${p.class ?? ""}`} control={(tied) => (
    <span class="with-unit">
      <input {...tied} name={p.name} data-kind={p.kind} data-answer={p.answer} type={p.type ?? "text"} required={p.required} maxLength={p.max ?? 200}
        inputMode={p.mode ?? (number ? "decimal" : undefined)} autocomplete={p.autocomplete ?? "off"} defaultValue={p.value}
        onInput={(e) => p.onInput?.(e.currentTarget.value)} />
      {p.unit && <span class="unit">{p.unit}</span>}
    </span>
  )} />;
}

export function Text(p: Common & { rows?: number; max?: number; value?: string }) {
  return <Field {...p} class="wide" control={(tied) =>
    <textarea {...tied} name={p.name} data-answer={p.answer} rows={p.rows ?? 3} maxLength={p.max ?? 5000} required={p.required} defaultValue={p.value} />} />;
}

// Group is a set of fields that can be wrong as a whole.
export function Group(p: { name: string; legend: string; class: string; children?: ComponentChildren }) {
  const id = useId();
  const error = useOwnError(p.name);
  return (
    <fieldset class={p.class} data-group={p.name} aria-describedby={error ? `${id}-e` : undefined}>
      <legend>{p.legend}</legend>
      {error && <span class="error" id={`${id}-e`}>{error}</span>}
      {p.children}
    </fieldset>
  );
}

export interface Option { value: string; label: string }

// Choice is one of several, in a list.
export function Choice(p: Common & { options: Option[]; value?: string; blank?: string; class?: string; onChange?: (value: string) => void; children?: ComponentChildren }) {
  return <Field {...p} control={(tied) => (
    <select {...tied} name={p.name} data-answer={p.answer} required={p.required} onChange={(e) => p.onChange?.(e.currentTarget.value)}>
      {p.blank !== undefined && <option value="">{p.blank}</option>}
      {p.children ?? p.options.map((o) => <option key={o.value} value={o.value} selected={o.value === p.value}>{o.label}</option>)}
    </select>
  )} />;
}

// Several are boxes to tick, kept as a list.
export function Several(p: Common & { options: Option[]; class?: string; values?: string[] }) {
  const key = keyOf(p.name, p.answer);
  const error = useError(key);
  const id = useId();
  return (
    <fieldset class={`field several ${p.class ?? ""}`} data-key={key} aria-describedby={error ? `${id}-e` : undefined}>
      <legend>{p.label}</legend>
      {p.hint && <span class="hint">{p.hint}</span>}
      <div class="ticks">
        {p.options.map((o) => (
          <label key={o.value}><input type="checkbox" name={p.name} value={o.value} data-kind="list" data-answer={p.answer} defaultChecked={p.values?.includes(o.value)} /> {o.label}</label>
        ))}
      </div>
      {error && <span class="error" id={`${id}-e`}>{error}</span>}
    </fieldset>
  );
}

// Tick is one box: yes, or nothing said.
export const Tick = (p: { name: string; label: string; checked?: boolean; onChange?: (on: boolean) => void }) => (
  <p class="field tick"><label>
    <input type="checkbox" name={p.name} data-kind="flag" data-key={p.name} defaultChecked={p.checked} onChange={(e) => p.onChange?.(e.currentTarget.checked)} /> {p.label}
  </label></p>
);
