import{d as a,e as b}from"./chunk-LT2MKAFC.js";import"./chunk-Z2PY6M4Q.js";export{a as PermanencePage,b as inWords};
