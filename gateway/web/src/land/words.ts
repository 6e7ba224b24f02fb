// What the pages of land say, and the page of a search for it.
import { lend } from "../words";
import { deals } from "../words/fr.deals";
import { land } from "../words/fr.land";

lend({ ...deals, ...land });
