// Renders /openapi.json: the operations by their tag, and the objects that they carry. No other request is made.
const verbs = ["get", "post", "patch", "put", "delete"];

function element(name, content, attributes = {}) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...[content].flat().filter((c) => c !== undefined && c !== ""));
  return e;
}

const short = (ref) => ref.split("/").pop();

// resolve follows a reference of a parameter or a response.
function resolve(value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at, key) => at?.[key.replace(/~1/g, "/").replace(/~0/g, "~")], api);
}

// kind names the type of a schema, with a link to an object.
function kind(schema) {
  if (!schema) return "";
  if (schema.$ref) return element("a", short(schema.$ref), { href: "#object-" + short(schema.$ref) });
  const one = schema.allOf ?? schema.oneOf ?? schema.anyOf;
  if (one) return element("span", one.flatMap((s, i) => (i ? [" ou ", kind(s)] : [kind(s)])));
  if (schema.type === "array") return element("span", ["liste de ", kind(schema.items)]);
  if (schema.enum) return element("span", schema.enum.join(", "));
  return [schema.type, schema.format].flat().filter(Boolean).join(" ");
}

// limits tells the rules of a value.
function limits(schema = {}) {
  const names = {
    pattern: "forme", minLength: "au moins (caractères)", maxLength: "au plus (caractères)", minimum: "minimum", maximum: "maximum",
    minItems: "au moins (éléments)", maxItems: "au plus (éléments)", default: "par défaut",
  };
  return Object.entries(names).filter(([key]) => schema[key] !== undefined).map(([key, name]) => `${name} : ${schema[key]}`).join(" ; ");
}

function table(caption, rows) {
  const head = ["Nom", "Type", "Description"].map((name) => element("th", name, { scope: "col" }));
  const body = rows.map(([name, schema, text, required]) =>
    element("tr", [
      element("th", [element("code", name), required ? " (obligatoire)" : ""], { scope: "row" }),
      element("td", kind(schema)),
      element("td", [text ?? "", element("br"), limits(schema)]),
    ]));
  const t = element("table", [element("caption", caption), element("thead", element("tr", head)), element("tbody", body)]);
  return element("div", t, { class: "scroll", tabindex: "0", role: "region", "aria-label": caption });
}

function operation(path, verb, op) {
  const parts = [element("p", op.description ?? "")];
  const parameters = (op.parameters ?? []).map(resolve);
  if (parameters.length) parts.push(table("Paramètres", parameters.map((p) => [p.name, p.schema, p.description, p.required])));
  for (const [type, content] of Object.entries(op.requestBody?.content ?? {})) {
    parts.push(element("p", ["Corps (", element("code", type), ") : ", kind(content.schema)]));
  }
  for (const [code, response] of Object.entries(op.responses ?? {})) {
    const r = resolve(response);
    const schema = Object.values(r?.content ?? {})[0]?.schema;
    parts.push(element("p", [`Réponse ${code === "default" ? "d'erreur" : code} : ${r?.description ?? ""} `, kind(schema)]));
  }
  const summary = element("summary", [element("code", [element("span", verb.toUpperCase(), { class: "verb" }), path]), " ", op.summary ?? ""]);
  return element("details", [summary, ...parts], { "data-text": `${verb} ${path} ${op.summary}`.toLowerCase() });
}

function object(name, schema) {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {}).map(([field, s]) => [field, s, s.description, required.has(field)]);
  const content = rows.length ? table("Champs", rows) : element("p", kind(schema));
  return element("details", [element("summary", element("code", name)), element("p", schema.description ?? ""), content], { id: "object-" + name });
}

function show() {
  const byTag = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const verb of verbs) {
      if (!item[verb]) continue;
      const tag = item[verb].tags?.[0] ?? "Autres";
      byTag.set(tag, [...(byTag.get(tag) ?? []), operation(path, verb, item[verb])]);
    }
  }
  for (const [tag, list] of [...byTag].sort(([a], [b]) => a.localeCompare(b))) {
    document.getElementById("operations").append(element("section", [element("h3", tag), ...list]));
  }
  const schemas = Object.entries(api.components?.schemas ?? {}).sort(([a], [b]) => a.localeCompare(b));
  document.getElementById("schemas").append(...schemas.map(([name, schema]) => object(name, schema)));
}

function filter() {
  const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const section of document.querySelectorAll("#operations section")) {
    let any = false;
    for (const item of section.querySelectorAll("details")) {
      item.hidden = !words.every((word) => item.dataset.text.includes(word));
      if (!item.hidden) { any = true; count++; }
    }
    section.hidden = !any;
  }
  document.getElementById("count").textContent = count === 1 ? "1 opération" : `${count} opérations`;
}

// follow opens the object or the error that the address names.
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

for (const at of document.querySelectorAll("[data-origin]")) at.textContent = location.origin;
const api = await (await fetch("/openapi.json")).json();
show();
filter();
follow();
document.getElementById("filter").addEventListener("input", filter);
addEventListener("hashchange", follow);
