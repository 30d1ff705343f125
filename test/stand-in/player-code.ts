/** What the code of the player is like. `constructor`, `prototype` and `import` try the ways out of a sandbox that is none. */
export type CodeKind =
  | 'good'
  /** the functions that are looked for are not in it */
  | 'without-functions'
  /** no JavaScript at all */
  | 'garbage'
  /** the functions are there and throw */
  | 'throwing'
  /** never comes to an end */
  | 'endless'
  /** takes memory as long as it gets any */
  | 'greedy'
  /** calls itself for ever */
  | 'recursive'
  | 'constructor'
  | 'prototype'
  | 'import';

/** Value of signatureTimestamp, days since the epoch. */
export const signatureTimestamp = 20_600;

/** What the site signs with: to be undone by the player. The inverse of `sig` in the player's code below. */
export function scramble(signature: string): string {
  const letters = swap([...signature], 7);
  const before = [...'stand'].concat(letters).reverse();
  return swap(before, 3).join('');
}

/** What the player makes of a scrambled signature: the same as in its code below. */
export function unscramble(scrambled: string): string {
  return swap(
    swap([...scrambled], 3)
      .reverse()
      .slice(5),
    7,
  ).join('');
}

/** What the player makes of `n`: the same as in its code below. */
export function transformN(n: string): string {
  const letters = [...n].map((letter, at) => {
    const index = alphabet.indexOf(letter);
    return index < 0 ? letter : (alphabet[(index + at * 5 + 11) % alphabet.length] ?? '');
  });
  return letters.reverse().join('');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function swap(letters: string[], place: number): string[] {
  const at = place % letters.length;
  const [first = '', other = ''] = [letters[0], letters[at]];
  letters[0] = other;
  letters[at] = first;
  return letters;
}

/** What runs when `n` is transformed. `J` is the `n`; it must end with a `return` of the new one. */
const insides: Record<Exclude<CodeKind, 'garbage' | 'without-functions'>, string> = {
  good: `var K=Vz.split(""),L=J.split(""),M=0;
for(;M<L.length;M++){var N=K.indexOf(L[M]);N<0||(L[M]=K[(N+M*5+11)%K.length])}
return L.reverse().join("")`,
  throwing: 'throw new Error("enhanced")',
  endless: 'for(;;){}',
  greedy: 'var K=[];for(;;){K.push(new Array(1e6).fill(J))}',
  recursive: 'var K=function(L){return K(L+1)+1};return String(K(0))',
  constructor: `var K=[],L=[function(){return this.constructor.constructor("return process")()},
function(){return (function(){}).constructor("return process")()},
function(){return Object.getPrototypeOf(function*(){}).constructor("return process")().next().value},
function(){return globalThis.process},function(){return (0,eval)("process")},
function(){return Vz.constructor.constructor("return this.process")()},
function(){return new Error("x").constructor.constructor("return process")()}];
for(var M=0;M<L.length;M++){try{var N=L[M]();N&&K.push(String(N.pid||N.version||"object"))}catch(O){}}
return K.length?"escaped_"+K.join("_"):"contained"`,
  prototype: `Object.prototype.polluted="yes";Array.prototype.push=function(){return 0};Function.prototype.call=null;
String.prototype.split=function(){return ["polluted"]};JSON.parse=JSON.stringify=null;
return J+"p"`,
  import: `var K="";try{K=typeof require==="function"?"escaped_require":""}catch(L){}
try{K+=typeof fetch==="function"?"escaped_fetch":""}catch(L){}
try{K+=typeof WebAssembly==="object"?"_wasm":""}catch(L){}
return K||"contained"`,
};

/** The code of the player, in the shape in which the site has it: an immediately called function full of assignments. */
export function playerCode(kind: CodeKind): string {
  if (kind === 'garbage') return '<!DOCTYPE html><title>Sorry</title><p>… { unexpected';
  const inside = kind === 'without-functions' ? null : insides[kind];
  return `var _yt_player={};(function(g){var window=this;/*

 Copyright of the player's authors
*/
'use strict';var Vz=${JSON.stringify(alphabet)},Wq,Xq,Yq,Zq,$r,as,bs,cs;
Wq={fF:function(a,b){var c=a[0];a[0]=a[b%a.length];a[b%a.length]=c},
yT:function(a){a.reverse()},
kV:function(a,b){a.splice(0,b)}};
Xq=function(J){J=J.split("");Wq.fF(J,3);Wq.yT(J,41);Wq.kV(J,5);Wq.fF(J,7);return J.join("")};
Yq=function(J){${inside ?? 'return J'}};
g.uS=function(J){this.K=[];this.url="";var V=J.indexOf("?");if(V<0)this.url=J;else{this.url=J.substring(0,V);
var k=J.substring(V+1).split("&");for(V=0;V<k.length;V++){var m=k[V].split("=");m[0]&&this.K.push([decodeURIComponent(m[0]),m[1]||""])}}};
g.k=g.uS.prototype;
g.k.set=function(J,V){for(var k=0;k<this.K.length;k++)if(this.K[k][0]===J){this.K[k][1]=V;return}this.K.push([J,V])};
g.k.get=function(J){for(var V=0;V<this.K.length;V++)if(this.K[V][0]===J)return this.K[V][1];return null};
g.k.clone=function(){var J=new g.uS(this.url);J.K=this.K.slice();return J};
g.k.jH=function(){var J=this.get("n");J&&this.set("n",Yq(J))};
${inside === null ? '' : constructing}
cs=function(J){return{playerParams:J,contentPlaybackContext:{signatureTimestamp:${signatureTimestamp},vis:0}}};
g.start=function(J){return cs(J)};
})(_yt_player);
`;
}

const constructing = `Zq=function(J,V="",k=""){J=new g.uS(J,!0);J.set("alr","yes");k&&(k=Xq(decodeURIComponent(k)),J.set(V,encodeURIComponent(k)));return J};`;
