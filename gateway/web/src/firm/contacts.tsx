// The people of a company: whom to ask about what, and how each wants to be reached.
import { patch, post, remove } from "../api";
import { prefixed } from "../dossier/commands";
import { Reach } from "../dossier/who";
import { Commands } from "../parts/commands";
import { Choice, Line, Several } from "../parts/field";
import { Section } from "../parts/page";
import type { Json } from "../parts/read-form";
import { code, t } from "../words";
import type { FirmProps, Person } from "./types";

// emptied are the fields that a form leaves out when nothing is in them.
const emptied: Json = { email: "", phone: "", role: "", roles: [], preferredChannel: "CHANNEL_UNSPECIFIED", refusedChannels: [], bestTime: "" };

// rename puts what is wrong with the person as a whole, no way to reach it, at the mail address.
const rename = (path: string) => (path === "contact" ? "email" : path.replace(/^contact\./, ""));

export function Contacts({ firm: f, again }: FirmProps) {
  const address = `/v1/companies/${f.companyId}/contacts`;
  return (
    <Section title={t("contacts.title")} count={String(f.contacts.length)}>
      {!f.contacts.length && <p class="hint">{t("contacts.none")}</p>}
      <ul class="rows">{f.contacts.map((c) => (
        <li class="row" key={c.contactId}>
          <div class="whole"><Reach contact={c} /></div>
          <span class="hint whole">{told(c)}</span>
          <div class="whole"><Commands inner quiet label={c.name} allowed={f.allowedActions} after={again} all={[
            { action: "update", label: t("contacts.change"), confirm: t("save"), rename, form: () => <Fields person={c} />, send: (body) => patch(`${address}/${c.contactId}`, { ...emptied, ...body }, f.etag) },
            { action: "update", label: t("contacts.remove"), form: () => <p>{t("contacts.remove.hint", { name: c.name })}</p>, send: () => remove(`${address}/${c.contactId}`, f.etag) },
          ]} /></div>
        </li>
      ))}</ul>
      <Commands inner label={t("contacts.title")} allowed={f.allowedActions} after={again} all={[
        { action: "update", label: t("contacts.add"), confirm: t("save"), rename, form: () => <Fields />, send: (body) => post(address, body, f.etag) },
      ]} />
    </Section>
  );
}

const channel = (value: string) => code("channel", value.replace("CHANNEL_", "")).toLowerCase();

const told = (c: Person) => [
  c.roles.map((r) => code("contactrole", r.replace("CONTACT_ROLE_", ""))).join(", "), c.bestTime,
  c.refusedChannels.length > 0 && t("contacts.refuses", { channels: c.refusedChannels.map(channel).join(", ") }),
].filter(Boolean).join(" · ");

const reachable = ["PHONE", "EMAIL", "SMS", "COUNTER", "POST"];

const Fields = ({ person: c }: { person?: Person }) => (
  <div class="grid">
    <Line name="name" label={t("contact.name")} required value={c?.name} />
    <Line name="phone" label={t("contact.phone")} type="tel" value={c?.phone} max={30} />
    <Line name="email" label={t("contact.email")} type="email" hint={t("contact.either")} value={c?.email} max={254} />
    <Line name="role" label={t("contact.role")} value={c?.role} max={100} />
    <Several name="roles" label={t("contacts.about")} options={prefixed("contactrole", "CONTACT_ROLE_")} values={c?.roles} class="wide" />
    <Choice name="preferredChannel" label={t("contact.channel")} blank={t("contacts.any")} value={c?.preferredChannel} options={prefixed("channel", "CHANNEL_", reachable)} />
    <Several name="refusedChannels" label={t("contacts.refused")} options={prefixed("channel", "CHANNEL_", reachable)} values={c?.refusedChannels} />
    <Line name="bestTime" label={t("contacts.time")} hint={t("contacts.time.hint")} value={c?.bestTime} max={100} />
  </div>
);
