import{d as a,e as b}from"./chunk-NJSZJE6A.js";import"./chunk-37VZBEIU.js";export{a as PermanencePage,b as inWords};
