// Every list as a file, also those that have no page of their own here.
import { useTitle } from "../app";
import { Formats } from "../parts/export";
import { Section } from "../parts/page";
import { lend, t, type Word } from "../words";
import { exports } from "../words/fr.exports";

lend(exports);

// lists are the collections of the API by what they are about. A file has what its reader may see.
const lists: [Word, string[]][] = [
  ["exports.follow", ["cases", "referrals", "companies", "project-leaders", "exchanges", "tasks", "appointments", "permanences", "meetings"]],
  ["exports.land", ["land-requests", "options", "land-sales", "hosting-leases", "zan-entries", "zones", "plots", "premises", "brownfields", "risk-layers"]],
  ["exports.skills", ["recruitment-needs", "training-needs", "training-offers", "training-sessions", "training-bodies"]],
];

export function ExportsPage() {
  useTitle(t("exports.title"));
  return (
    <>
      <h1>{t("exports.title")}</h1>
      <p class="lead">{t("exports.what")}</p>
      {lists.map(([title, all]) => (
        <Section key={title} title={t(title)}>
          <ul class="rows small">{all.map((name) => {
            const label = t(`exports.${name}` as Word);
            return <li class="row" key={name}><span class="what">{label}</span><span class="end"><Formats path={`/v1/${name}`} of={label} /></span></li>;
          })}</ul>
        </Section>
      ))}
    </>
  );
}
