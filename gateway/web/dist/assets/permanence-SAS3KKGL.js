import{d as a,e as b}from"./chunk-FRHEZVH4.js";import"./chunk-XVK554CI.js";export{a as PermanencePage,b as inWords};
