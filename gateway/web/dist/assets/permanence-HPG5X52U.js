import{d as a,e as b}from"./chunk-OJCW3EWP.js";import"./chunk-A46EUHVI.js";export{a as PermanencePage,b as inWords};
