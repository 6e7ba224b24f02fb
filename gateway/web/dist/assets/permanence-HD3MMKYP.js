import{d as a,e as b}from"./chunk-HLMJAFCY.js";import"./chunk-MASF542N.js";export{a as PermanencePage,b as inWords};
