// What is drawn on the map: zones under everything, then squares with their number and assets, and communes to find one's way.
import type { ComponentChildren } from "preact";
import { pixel, type View, type Size } from "./map-place";
import { form, isCluster, isZone, standing, type Feature, type Geometry, type LandMap } from "./map-types";

export interface MarksProps { map: LandMap; view: View; size: Size; chosen: string; choose: (f: Feature) => void }

export function Marks({ map, view, size, chosen, choose }: MarksProps) {
  const middle = pixel(view.at, view.zoom);
  const spot = ([lon, lat]: [number, number]) => {
    const p = pixel({ lon, lat }, view.zoom);
    return [Math.round((p.x - middle.x + size.width / 2) * 10) / 10, Math.round((p.y - middle.y + size.height / 2) * 10) / 10] as const;
  };
  const zones = map.features.filter(isZone), rest = map.features.filter((f) => !isZone(f));
  const class_ = (f: Feature, name: string) => `${name} ${chosen === f.id ? "chosen" : ""}`;
  return (
    <>
      {zones.map((f) => <Zone key={f.id} feature={f} spot={spot} class={class_(f, "zone")} choose={() => choose(f)} />)}
      {last(rest, chosen).map((f) => {
        if (f.geometry.type !== "Point") return null;
        const [x, y] = spot(f.geometry.coordinates);
        return <g key={f.id} transform={`translate(${x} ${y})`} class={class_(f, isCluster(f) ? "cluster" : `asset ${standing(f.properties.availability)}`)} onClick={() => choose(f)}>
          {isCluster(f) ? <Cluster count={f.properties.count} /> : <Shape of={form(f.properties.kind)} />}
        </g>;
      })}
      <Names map={map} spot={spot} marks={rest} />
    </>
  );
}

// last draws the chosen one over the others.
const last = (all: Feature[], chosen: string) => [...all.filter((f) => f.id !== chosen), ...all.filter((f) => f.id === chosen)];

type Spot = (at: [number, number]) => readonly [number, number];

function Zone(p: { feature: Feature; spot: Spot; class: string; choose: () => void }) {
  const g = p.feature.geometry;
  if (g.type !== "Point") return <path class={p.class} d={path(g, p.spot)} onClick={p.choose}><title>{p.feature.properties.name}</title></path>;
  const [x, y] = p.spot(g.coordinates);
  return <rect class={p.class} x={x - 8} y={y - 8} width={16} height={16} rx={3} onClick={p.choose}><title>{p.feature.properties.name}</title></rect>;
}

function path(g: Exclude<Geometry, { type: "Point" }>, spot: Spot): string {
  const polygons = g.type === "Polygon" ? [g.coordinates] : g.coordinates;
  return polygons.flat().map((ring) => `M${ring.map((at) => spot(at).join(" ")).join("L")}Z`).join("");
}

const Cluster = ({ count }: { count: number }) => (
  <><circle r={12 + 3 * Math.min(5, Math.log10(count) * 2)} /><text dy=".35em">{count > 9999 ? `${Math.round(count / 1000)}k` : count}</text></>
);

// Shape is a square for a plot, a house for premises, a diamond for a brownfield.
export const Shape = ({ of }: { of: ReturnType<typeof form> }): ComponentChildren => (
  of === "plot" ? <rect x={-7} y={-7} width={14} height={14} /> : of === "premises" ? <path d="M0 -10L9 -2V8H-9V-2Z" /> : <path d="M0 -10L10 0L0 10L-10 0Z" />
);

// surest is how many of the largest communes are named even over what is marked.
const surest = 3;

// Names leaves out what would be written over another name or, but for the largest communes, over a mark.
function Names({ map, spot, marks }: { map: LandMap; spot: Spot; marks: Feature[] }) {
  const taken: [number, number, number][] = [];
  const marked = marks.flatMap((f) => (f.geometry.type === "Point" ? [spot(f.geometry.coordinates)] : []));
  return <g class="names">{map.communes.map((c, i) => {
    const [x, y] = spot([c.point.longitude, c.point.latitude]);
    const half = c.name.length * 4;
    const hides = (tx: number, ty: number, th: number) => Math.abs(tx - x) < th + half && Math.abs(ty - y) < 18;
    if (taken.some((at) => hides(...at)) || (i >= surest && marked.some(([mx, my]) => hides(mx, my, 14)))) return null;
    taken.push([x, y, half]);
    return <g key={c.communeCode}><circle cx={x} cy={y} r={2.5} /><text x={x} y={y - 6}>{c.name}</text></g>;
  })}</g>;
}
