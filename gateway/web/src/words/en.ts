// The English catalogue: a word for each French one.
import { codes } from "./en.codes";
import { comite } from "./en.comite";
import { deals } from "./en.deals";
import { desks } from "./en.desks";
import { exports } from "./en.exports";
import { files } from "./en.files";
import { firm } from "./en.firm";
import { land } from "./en.land";
import { map } from "./en.map";
import { screens } from "./en.screens";

export const en = { ...screens, ...codes, ...firm, ...files, ...desks, ...deals, ...comite, ...land, ...map, ...exports };
