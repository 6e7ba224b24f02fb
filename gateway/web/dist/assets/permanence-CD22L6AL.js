import{d as a,e as b}from"./chunk-GP6RUJKS.js";import"./chunk-ROOTBQOR.js";export{a as PermanencePage,b as inWords};
