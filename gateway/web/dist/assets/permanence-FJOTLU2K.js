import{d as a,e as b}from"./chunk-QCJ2KGV6.js";import"./chunk-QF3SMOCI.js";export{a as PermanencePage,b as inWords};
