import{d as a,e as b}from"./chunk-6A5YF253.js";import"./chunk-T4RUNIIL.js";export{a as PermanencePage,b as inWords};
