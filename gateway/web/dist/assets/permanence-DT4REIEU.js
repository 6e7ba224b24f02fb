import{d as a,e as b}from"./chunk-UCAMR4LT.js";import"./chunk-RNPQXLBW.js";export{a as PermanencePage,b as inWords};
