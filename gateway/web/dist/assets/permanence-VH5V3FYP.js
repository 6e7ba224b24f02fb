import{d as a,e as b}from"./chunk-HHFWP4NU.js";import"./chunk-P37R35D4.js";export{a as PermanencePage,b as inWords};
