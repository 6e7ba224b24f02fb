import{d as a,e as b}from"./chunk-EV7QAW3A.js";import"./chunk-TSYJMBYO.js";export{a as PermanencePage,b as inWords};
