import{r as a,s as b,t as c}from"./chunk-DQYG27KG.js";import"./chunk-TK3LCMVG.js";export{a as LinkedPage,c as numberOf,b as useFollowed};
