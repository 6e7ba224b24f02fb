import{d as a,e as b}from"./chunk-2FB7I3SV.js";import"./chunk-2FQPJSAV.js";export{a as PermanencePage,b as inWords};
