// The items of the map as a list. What has the focus here is marked there.
import { useEffect, useRef } from "preact/hooks";
import { Status } from "../parts/page";
import { href } from "../route";
import { t } from "../words";
import { area } from "./figures";
import { isCluster, isZone, type Feature } from "./map-types";

interface ItemsProps { features: Feature[]; chosen: string; point: (id: string) => void; near: (f: Feature) => void }

export function Items({ features, chosen, point, near }: ItemsProps) {
  const items = useRef<HTMLUListElement>(null);
  const within = useRef(false);
  const names = features.map((f) => f.id).join();
  useEffect(() => { // other items begin at the top; who came nearer from here goes on here
    items.current!.scrollTop = 0;
    if (within.current && document.activeElement === document.body) items.current!.focus({ preventScroll: true });
  }, [names]);
  return (
    <ul class="rows small items" ref={items} tabIndex={-1} aria-label={t("map.list")}>{features.map((f) => (
      <li key={f.id} id={`item-${f.id}`} class={`row ${chosen === f.id ? "picked" : ""}`} onMouseEnter={() => point(f.id)}
        onFocusCapture={() => { within.current = true; point(f.id); }} onBlurCapture={(e) => { within.current = !e.relatedTarget; }}>
        {isCluster(f) ? <Several feature={f} near={near} /> : <One feature={f} />}
      </li>
    ))}</ul>
  );
}

const Several = ({ feature: f, near }: { feature: Feature; near: (f: Feature) => void }) => (
  <span class="what whole"><button type="button" class="link" onClick={() => near(f)}>{t("map.around", { n: f.properties.count, name: f.properties.name })}</button></span>
);

function One({ feature: f }: { feature: Feature }) {
  const p = f.properties;
  return (
    <>
      <span class="what"><a href={href(isZone(f) ? `foncier/zone/${f.id}` : `foncier/bien/${f.id}`)}>{p.name}</a></span>
      {p.statusLabel && <Status status={p.availability} label={p.statusLabel} />}
      <span class="hint">{[isZone(f) ? t("map.zone") : p.kindLabel, area(p.areaM2), p.commune, p.approximate && t("map.approximate")].filter(Boolean).join(" · ")}</span>
    </>
  );
}
