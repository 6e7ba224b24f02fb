// What the pages of the comité say.
import { lend } from "../words";
import { comite } from "../words/fr.comite";

lend(comite);
