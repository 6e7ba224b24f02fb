import{d as a,e as b}from"./chunk-XKN77Y44.js";import"./chunk-N7Z6N3TY.js";export{a as PermanencePage,b as inWords};
