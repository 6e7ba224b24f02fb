import{d as a,e as b}from"./chunk-6CFMSUNX.js";import"./chunk-T3JRLK7B.js";export{a as PermanencePage,b as inWords};
