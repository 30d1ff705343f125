/** The style of the page: readable in the dark, on paper and on a telephone. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2430, #e4e8ee);
  --quiet: light-dark(#56616f, #a3adba);
  --ground: light-dark(#fff, #14181e);
  --raised: light-dark(#f3f5f8, #1d232c);
  --line: light-dark(#d5dae1, #343c48);
  --link: light-dark(#0b57a4, #7db8f5);
  --get: light-dark(#0b6b3a, #6fd39b);
  --change: light-dark(#8a4b00, #f0b566);
  --gone: light-dark(#a3201d, #f2928f);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem 1rem; z-index: 1; }
nav { padding: 1rem 1.25rem; background: var(--raised); border-bottom: 1px solid var(--line); font-size: .9rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav ul ul { padding: .1rem 0 .6rem .9rem; }
nav li a { display: block; padding: .2rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
nav summary { font-weight: 600; padding: .2rem 0; cursor: pointer; }
nav .title { margin: 0 0 .75rem; font-size: 1.15rem; font-weight: 700; }
main { padding: 1rem 1.25rem 4rem; max-width: 62rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.4rem; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.1rem; margin: 2.2rem 0 .4rem; overflow-wrap: anywhere; }
h4 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
p { margin: .4rem 0; }
small, caption { color: var(--quiet); }
code { font: .9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.address { background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .4rem .7rem; }
.address b { font: 700 .85em ui-monospace, monospace; }
.get { color: var(--get); }
.post, .patch { color: var(--change); }
.delete { color: var(--gone); }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem; overflow-x: auto; margin: .4rem 0; }
pre code { overflow-wrap: normal; }
.wide { overflow-x: auto; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding: .2rem 0; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 400; white-space: nowrap; }
td:nth-child(2) { min-width: 8rem; }
td:nth-child(3) { min-width: 14rem; }
dl { margin: .3rem 0; display: grid; grid-template-columns: 3rem minmax(0, 1fr); gap: .15rem .5rem; }
dt { font: 700 .9rem/1.9 ui-monospace, monospace; }
dd { margin: 0; min-width: 0; }
dd summary { cursor: pointer; padding: .1rem 0; }
@media (max-width: 61.99rem) { nav { max-height: 45vh; overflow-y: auto; } }
@media (min-width: 62rem) {
  body { display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; border-right: 1px solid var(--line); border-bottom: 0; }
  main { padding: 1rem 2.5rem 4rem; }
}
@media print { nav { display: none; } }
`;
