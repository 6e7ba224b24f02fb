import{d as a,e as b}from"./chunk-B4TAS2I3.js";import"./chunk-SVZBLMGA.js";export{a as PermanencePage,b as inWords};
