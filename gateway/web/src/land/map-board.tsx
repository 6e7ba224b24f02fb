// The board that the map is drawn on: moved with a finger, the mouse or the arrows, nearer and further with + and −.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { number } from "../figures";
import { t } from "../words";
import { Marks, Shape } from "./map-marks";
import { moved, scale, zoomed, mostZoom, leastZoom, type Size, type View } from "./map-place";
import type { Feature, LandMap } from "./map-types";

// useSize follows the size of an element.
export function useSize() {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const measure = () => element.current && setSize({ width: element.current.clientWidth, height: element.current.clientHeight });
    measure();
    const follow = new ResizeObserver(measure);
    follow.observe(element.current!);
    return () => follow.disconnect();
  }, []);
  return { element, size };
}

interface BoardProps { board: ReturnType<typeof useSize>; map?: LandMap; view?: View; look: (view: View) => void; chosen: string; choose: (f: Feature) => void }

// step is how far an arrow moves, in pixels.
const step = 96;

export function Board({ board: { element, size }, map, view, look, chosen, choose }: BoardProps) {
  const hand = useHand(view, look);
  function key(event: KeyboardEvent) {
    const moves: Record<string, (v: View) => View> = {
      ArrowLeft: (v) => moved(v, -step, 0), ArrowRight: (v) => moved(v, step, 0), ArrowUp: (v) => moved(v, 0, -step), ArrowDown: (v) => moved(v, 0, step),
      "+": (v) => zoomed(v, 1), "=": (v) => zoomed(v, 1), "-": (v) => zoomed(v, -1),
    };
    const move = moves[event.key];
    if (!move || !view || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    look(move(view));
  }
  return (
    <div class="map">
      <div class="board" ref={element} role="application" aria-label={t("map.board")} tabIndex={0} onKeyDown={key} {...hand.on}>
        {size && view && <svg width={size.width} height={size.height} aria-hidden="true" style={{ transform: hand.shift && `translate(${hand.shift.x}px, ${hand.shift.y}px)` }}>
          {map && <Marks map={map} view={view} size={size} chosen={chosen} choose={(f) => { if (!hand.dragged()) choose(f); }} />}
        </svg>}
        {view && <Ruler view={view} />}
      </div>
      <div class="zooms">
        <button type="button" class="button second" aria-label={t("map.nearer")} disabled={!view || view.zoom >= mostZoom} onClick={() => view && look(zoomed(view, 1))}>+</button>
        <button type="button" class="button second" aria-label={t("map.further")} disabled={!view || view.zoom <= leastZoom} onClick={() => view && look(zoomed(view, -1))}>−</button>
      </div>
    </div>
  );
}

function Ruler({ view }: { view: View }) {
  const { metres, pixels } = scale(view, 110);
  const text = metres >= 1000 ? `${number(metres / 1000)} km` : `${metres} m`;
  return <p class="ruler" aria-hidden="true" style={{ width: `${Math.round(pixels)}px` }}>{text}</p>;
}

// useHand follows one finger that drags, or two that come apart or together.
function useHand(view: View | undefined, look: (view: View) => void) {
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const from = useRef({ x: 0, y: 0, apart: 0 });
  const far = useRef(false);
  const [shift, setShift] = useState<{ x: number; y: number }>();
  const apart = () => { const [a, b] = [...fingers.current.values()]; return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0; };
  function down(e: PointerEvent) {
    if (e.button > 0) return;
    fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY });
    from.current = { x: e.clientX, y: e.clientY, apart: apart() };
    far.current = false;
  }
  function move(e: PointerEvent & { currentTarget: HTMLElement }) {
    if (!fingers.current.has(e.pointerId) || !view) return;
    fingers.current.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (fingers.current.size > 1) {
      const ratio = apart() / (from.current.apart || 1);
      if (ratio > 1.5 || ratio < 0.67) { from.current.apart = apart(); far.current = true; look(zoomed(view, ratio > 1 ? 1 : -1)); }
      return;
    }
    const now = { x: e.clientX - from.current.x, y: e.clientY - from.current.y };
    if (!far.current && Math.hypot(now.x, now.y) < 5) return;
    far.current = true;
    e.currentTarget.setPointerCapture(e.pointerId);
    setShift(now);
  }
  function up(e: PointerEvent) {
    fingers.current.delete(e.pointerId);
    if (shift && view) look(moved(view, -shift.x, -shift.y));
    setShift(undefined);
  }
  return { shift, dragged: () => far.current, on: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onPointerCancel: up } };
}

// Legend says what shapes and colours mean.
export const Legend = () => (
  <ul class="legend">
    {(["plot", "premises", "brownfield"] as const).map((of) => <li key={of}><svg class="map-key" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><g class="asset unsaid"><Shape of={of} /></g></svg>{t(`map.${of}`)}</li>)}
    {(["free", "held", "gone"] as const).map((is) => <li key={is}><svg class="map-key" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><g class={`asset ${is}`}><Shape of="plot" /></g></svg>{t(`map.${is}`)}</li>)}
    <li><svg class="map-key" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><g class="cluster"><circle r="10" /><text dy=".35em">9</text></g></svg>{t("map.several")}</li>
    <li><svg class="map-key" width="22" height="22" viewBox="-11 -11 22 22" aria-hidden="true"><rect class="zone" x="-8" y="-8" width="16" height="16" rx="3" /></svg>{t("map.zone.key")}</li>
  </ul>
);
