import{d as a,e as b}from"./chunk-QQOIMRXJ.js";import"./chunk-A2WOM46S.js";export{a as PermanencePage,b as inWords};
