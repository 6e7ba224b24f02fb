// What the pages of companies say.
import { lend } from "../words";
import { firm } from "../words/fr.firm";

lend(firm);
