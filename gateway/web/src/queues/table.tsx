// A queue as a table: rows gone through with the arrows, pages forwards and back.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../words";

export interface Row { id: string; cells: ComponentChildren[] }
interface TableProps { caption: string; heads: string[]; rows: Row[]; chosen?: Set<string>; choose?: (chosen: Set<string>) => void }

export function Table(p: TableProps) {
  const all = p.rows.length > 0 && p.rows.every((r) => p.chosen?.has(r.id));
  return (
    <div class="scroll" role="region" aria-label={p.caption} tabIndex={0}>
      <table onKeyDown={arrows}>
        <caption class="unseen">{p.caption}</caption>
        <thead><tr>
          {p.choose && <th scope="col"><input type="checkbox" aria-label={t("table.all")} checked={all} onChange={() => p.choose!(new Set(all ? [] : p.rows.map((r) => r.id)))} /></th>}
          {p.heads.map((head) => <th key={head} scope="col">{head}</th>)}
        </tr></thead>
        <tbody>{p.rows.map((r) => (
          <tr key={r.id} class={p.chosen?.has(r.id) ? "picked" : ""}>
            {p.choose && <td><input type="checkbox" aria-label={t("table.one")} checked={p.chosen!.has(r.id)} onChange={() => p.choose!(toggled(p.chosen!, r.id))} /></td>}
            {r.cells.map((cell, i) => <td key={i} data-head={p.heads[i]}>{cell}</td>)}
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}

function toggled(set: Set<string>, id: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

// arrows move from the link of a row to that of the next one.
function arrows(event: KeyboardEvent & { currentTarget: HTMLTableElement }): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const here = document.activeElement;
  if (!(here instanceof HTMLAnchorElement)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("tbody tr a:first-of-type")];
  const next = links[links.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// usePages remembers the tokens of the pages before, for one set of filters.
export function usePages(key: string) {
  const [state, setState] = useState<{ key: string; tokens: string[] }>({ key, tokens: [""] });
  const tokens = state.key === key ? state.tokens : [""];
  return {
    token: tokens[tokens.length - 1]!, number: tokens.length,
    next: (token: string) => setState({ key, tokens: [...tokens, token] }),
    back: () => setState({ key, tokens: tokens.slice(0, -1) }),
  };
}

export const Pager = (p: { pages: ReturnType<typeof usePages>; next: string }) => (
  (p.pages.number > 1 || p.next) ? (
    <nav class="buttons" aria-label={t("pager")}>
      <button type="button" class="button second small" disabled={p.pages.number === 1} onClick={p.pages.back}>{t("pager.back")}</button>
      <span>{t("pager.page", { n: p.pages.number })}</span>
      <button type="button" class="button second small" disabled={!p.next} onClick={() => p.pages.next(p.next)}>{t("pager.next")}</button>
    </nav>
  ) : null
);
