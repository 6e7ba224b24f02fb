import{d as a,e as b}from"./chunk-TH74JJT4.js";import"./chunk-EFSDSXY6.js";export{a as PermanencePage,b as inWords};
