// What may be done with something: buttons, and under them the form of the one that was pressed. Nothing covers the page.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { say, tell } from "../say";
import { t } from "../words";
import { Form } from "./form";
import type { Json } from "./read-form";

export interface Command {
  // action is its name in allowedActions.
  action: string;
  label: string;
  send: (body: Json) => Promise<unknown>;
  // form are the fields to fill before; without any the button acts at once.
  form?: () => ComponentChildren;
  // first is the action that is expected next; grave one that can't be taken back easily.
  first?: boolean;
  grave?: boolean;
  confirm?: string;
  // rename says which field of the form shows the error of another path.
  rename?: (path: string) => string;
  done?: string;
}

// keepFocus leads on to what can be done next where what had the focus is gone; to the page where nothing is left to do.
export function keepFocus(near: HTMLElement | null): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const next = near?.isConnected ? near.querySelector("button") : null;
  (next ?? document.getElementById("content"))?.focus({ preventScroll: true });
}

// plain is the name without the dots that announce a form.
const plain = (label: string) => label.replace("…", "");

interface CommandsProps { all: Command[]; allowed: string[]; after: () => Promise<unknown>; label: string; inner?: boolean; quiet?: boolean }

export function Commands(p: CommandsProps) {
  const [opened, setOpened] = useState("");
  const [busy, setBusy] = useState("");
  const [more, setMore] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const commands = p.all.filter((c) => p.allowed.includes(c.action));
  const open = commands.find((c) => c.label === opened);
  const rare = commands.some((c) => c.grave) && commands.some((c) => !c.grave);
  if (!commands.length) return null;

  async function send(c: Command, body: Json) {
    await c.send(body);
    setOpened("");
    say(c.done ?? t("done"), false, true);
    await p.after();
    keepFocus(row.current);
  }

  async function press(c: Command) {
    if (c.form) {
      setOpened(opened === c.label ? "" : c.label);
      return;
    }
    if (busy) return;
    setBusy(c.label);
    say("");
    await send(c, {}).catch(tell).finally(() => setBusy(""));
  }

  function close() {
    const back = [...row.current!.querySelectorAll("button")].find((b) => b.textContent === opened);
    setOpened("");
    back?.focus();
  }

  return (
    <div class="commands">
      <div class="buttons" role="group" aria-label={p.label} ref={row}>
        {commands.filter((c) => more || !rare || !c.grave).map((c) => (
          <button key={c.label} type="button" class={p.quiet ? "link" : `button ${c.first ? "" : "second"} ${c.grave ? "grave" : ""} ${p.inner ? "small" : ""}`} onClick={() => press(c)}
            aria-expanded={c.form ? opened === c.label : undefined} aria-busy={busy === c.label}>{c.label}</button>
        ))}
        {rare && <button type="button" class="link" aria-expanded={more} onClick={() => setMore(!more)}>{t(more ? "do.less" : "do.more")}</button>}
      </div>
      {open && (
        <Form key={open.label} class="panel" label={open.confirm ?? plain(open.label)} send={(body) => send(open, body)} rename={open.rename} cancel={close} focus>
          <h3>{plain(open.label)}</h3>
          {open.form!()}
        </Form>
      )}
    </div>
  );
}
