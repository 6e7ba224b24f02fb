import{d as a,e as b}from"./chunk-HBWBGBNI.js";import"./chunk-TK3LCMVG.js";export{a as PermanencePage,b as inWords};
