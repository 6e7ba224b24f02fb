// Places on the map of the web: degrees, and pixels of a zoom.

export interface At { lon: number; lat: number }
export interface View { at: At; zoom: number }
export interface Size { width: number; height: number }
export type Box = [west: number, south: number, east: number, north: number];

export const leastZoom = 4;
export const mostZoom = 19;

const world = (zoom: number) => 256 * 2 ** zoom;

// pixel is where a place lies in the world at a zoom.
export function pixel(at: At, zoom: number): { x: number; y: number } {
  const lat = (Math.max(-85, Math.min(85, at.lat)) * Math.PI) / 180;
  return { x: ((at.lon + 180) / 360) * world(zoom), y: ((1 - Math.asinh(Math.tan(lat)) / Math.PI) / 2) * world(zoom) };
}

function place(x: number, y: number, zoom: number): At {
  return { lon: (x / world(zoom)) * 360 - 180, lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world(zoom)))) * 180) / Math.PI };
}

// moved is the view some pixels further.
export function moved(view: View, dx: number, dy: number): View {
  const p = pixel(view.at, view.zoom);
  return { ...view, at: place(p.x + dx, p.y + dy, view.zoom) };
}

export const zoomed = (view: View, by: number, at = view.at): View => ({ at, zoom: Math.max(leastZoom, Math.min(mostZoom, view.zoom + by)) });

// boxOf is what a view shows.
export function boxOf(view: View, size: Size): Box {
  const p = pixel(view.at, view.zoom);
  const low = place(p.x - size.width / 2, p.y + size.height / 2, view.zoom);
  const high = place(p.x + size.width / 2, p.y - size.height / 2, view.zoom);
  return [low.lon, low.lat, high.lon, high.lat];
}

// fitted is the view that shows a box; a little of its margin may be cut.
export function fitted([west, south, east, north]: Box, size: Size): View {
  const at = { lon: (west + east) / 2, lat: (south + north) / 2 };
  for (let zoom = 15; zoom > leastZoom; zoom--) {
    const a = pixel({ lon: west, lat: north }, zoom), b = pixel({ lon: east, lat: south }, zoom);
    if (b.x - a.x <= size.width * 1.15 && b.y - a.y <= size.height * 1.15) return { at, zoom };
  }
  return { at, zoom: leastZoom };
}

// scale is a round length and its pixels, at most so many.
export function scale(view: View, most: number): { metres: number; pixels: number } {
  const perPixel = (40_075_016 * Math.cos((view.at.lat * Math.PI) / 180)) / world(view.zoom);
  const power = 10 ** Math.floor(Math.log10(most * perPixel));
  const metres = power * ([5, 2, 1].find((n) => n * power <= most * perPixel) ?? 1);
  return { metres, pixels: metres / perPixel };
}
