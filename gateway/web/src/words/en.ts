// The English catalogue: a word for each French one.
import { codes } from "./en.codes";
import { screens } from "./en.screens";

export const en = { ...screens, ...codes };
