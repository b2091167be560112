// The page's style: system fonts, one column of text, colours that every kind of colour vision tells apart, light, dark and print.

/** Sequential colours of TTFB (ColorBrewer YlGnBu; slow stands out), differences (blue to orange), arms (Okabe and Ito). */
const LIGHT = `
--paper:#fcfcfa;--ink:#1b1f24;--quiet:#5b6470;--line:#e2e4e1;--soft:#f3f4f1;--sea:#f3f5f6;--none:#dcdedd;--edge:#fcfcfa;--link:#005a9c;
--q0:#eef6c9;--q1:#c3e6b5;--q2:#7fcdbb;--q3:#41b1c4;--q4:#2a87b9;--q5:#275a9f;--q6:#253586;--q7:#0c1b4d;
--d0:#08519c;--d1:#4292c6;--d2:#9ecae1;--d3:#d6e6f1;--d4:#e6e6e2;--d5:#fdd0a2;--d6:#f28e2b;--d7:#b35806;
--a0:#5f6b7a;--a1:#0072b2;--a2:#b97700;--a3:#007a5a;--a4:#b0527f;--a5:#c04f00;
--p-dns:#c3cfdf;--p-connect:#93b3d6;--p-tls:#5d8ec4;--p-uplink:#2f659f;--p-queue:#f0c242;--p-cold:#d55e00;--p-cpu:#7d8590;--p-store:#009e73;--p-sub:#cc79a7;--p-down:#1c3f69;
--gain:#005a9c;--loss:#a34700;--user:#1b1f24;--shade:#1b1f2433;--pop:#ffffff;--popline:#1b1f24;`;

const DARK = `
--paper:#14171a;--ink:#e9ebee;--quiet:#9aa4b0;--line:#2c3238;--soft:#1b1f24;--sea:#171b1f;--none:#30363c;--edge:#14171a;--link:#7cc4ff;
--q0:#1d3a52;--q1:#1b5571;--q2:#1c7484;--q3:#2f948b;--q4:#5bb386;--q5:#95cf7c;--q6:#d3e67c;--q7:#fdf6b5;
--d0:#6baed6;--d1:#4a8fc0;--d2:#356a96;--d3:#2b4b66;--d4:#3a4046;--d5:#7a5430;--d6:#c77a2c;--d7:#fdb863;
--a0:#a3adba;--a1:#56b4e9;--a2:#e69f00;--a3:#2fc79b;--a4:#e29bc0;--a5:#f0803c;
--p-dns:#41505f;--p-connect:#4c6f94;--p-tls:#5f93c6;--p-uplink:#8dbae6;--p-queue:#f0c242;--p-cold:#e8762c;--p-cpu:#8a929c;--p-store:#2fc79b;--p-sub:#d98bb5;--p-down:#c4dcf5;
--gain:#7cc4ff;--loss:#f0a35e;--user:#e9ebee;--shade:#e9ebee3d;--pop:#14171a;--popline:#ffffff;`;

function numbered(prefix: string, from: number, to: number, rule: (name: string) => string): string {
  return Array.from({ length: to - from + 1 }, (_, i) => rule(`${prefix}${from + i}`)).join('');
}

const ARMS = numbered('a', 0, 5, (name) => `.${name}{color:var(--${name})}`);
const TIMES = numbered('q', 0, 7, (name) => `.${name}{fill:var(--${name});color:var(--${name})}`);
const DIFFERENCES = numbered(
  'd',
  0,
  7,
  (name) => `#differ:checked~div .${name}{fill:var(--${name});color:var(--${name})}`,
);
const PHASES = Object.entries({
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  uplink: 'uplink',
  queue: 'queue',
  coldStart: 'cold',
  cpu: 'cpu',
  store: 'store',
  subrequest: 'sub',
  downlink: 'down',
})
  .map(([kind, name]) => `.ph-${kind}{fill:var(--p-${name});color:var(--p-${name})}`)
  .join('');

const LAYOUT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 24px;overflow-wrap:anywhere}
header{padding-top:40px}
a{color:var(--link)}
h1{font-size:clamp(1.45rem,2.6vw,2.15rem);line-height:1.28;font-weight:600;letter-spacing:-.015em;margin:.4rem 0 .6rem;max-width:34em;text-wrap:pretty}
.price{font-size:clamp(1.05rem,1.6vw,1.25rem);line-height:1.45;color:var(--quiet);margin:0 0 1.2rem;max-width:46em}
.eyebrow,.facts{color:var(--quiet);font-size:.9rem;margin:0}
.warning{border-left:3px solid var(--loss);padding:.1rem .8rem;margin:.8rem 0}
nav{margin:1.2rem 0 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:.5rem 0;font-size:.9rem}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
section{margin:3.4rem 0 0}
h2{font-size:1.3rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .3rem}
h3{font-size:1rem;margin:0}
h4{margin:0 0 .3rem;font-size:1rem}
.lead{margin:0 0 1.2rem;color:var(--quiet);max-width:44em}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:2rem 2.5rem;align-items:start}
.grid.three{grid-template-columns:repeat(3,minmax(0,1fr));gap:2rem 1.8rem}.three .wide{grid-column:span 2;align-self:center}.bills>div+div{margin-top:2rem}#bill th[scope=row]{min-width:8rem}#assumed td:nth-last-child(2){white-space:nowrap}
figure{margin:0;min-width:0}@media print,(min-width:821px){.maplegend:nth-child(odd){grid-column:1/-1;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2.5rem}#arms>.grid{grid-template-columns:minmax(0,1fr) minmax(0,1.14fr)}#arms th[scope=row]{white-space:nowrap}}figure.below{margin-top:2rem}.spreading{margin-top:2.4rem}.gap{margin:1.8rem 0 .5rem}.grid+.scroll{margin-top:1.2rem}.legend+.grid{margin-top:1rem}
figcaption{margin-bottom:.5rem}
.note{margin:.1rem 0 0;color:var(--quiet);font-size:.9rem;max-width:40em}
svg{display:block;width:100%;height:auto;overflow:visible}
.defs{position:absolute;width:0;height:0}
details{margin:.5rem 0 0;font-size:.9rem}
summary{cursor:pointer;color:var(--quiet)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
footer{margin-top:4rem;padding-bottom:3rem;color:var(--quiet);font-size:.9rem}`;

const TABLES = `
.scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/2.6rem 100% local no-repeat,linear-gradient(270deg,var(--paper) 40%,transparent) calc(100% + 1px) 0/2.6rem 100% local no-repeat,linear-gradient(90deg,var(--shade),transparent) 0 0/1rem 100% scroll no-repeat,linear-gradient(270deg,var(--shade),transparent) 100% 0/1rem 100% scroll no-repeat}
.scroll.tall{max-height:26rem;overflow:auto;border:1px solid var(--line);border-radius:6px}
table{overflow-wrap:break-word;border-collapse:collapse;font-size:.9rem;line-height:1.35;min-width:100%}
caption{text-align:left;color:var(--quiet);font-size:.85rem;padding:.3rem 0;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th[scope=row]{min-width:5.2rem}.tall th[scope=row]{min-width:0}#assumed th[scope=row]{min-width:9.5rem}td{max-width:26rem}th,td{padding:.32rem .9rem .32rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
thead th{color:var(--quiet);border-bottom-color:var(--quiet);white-space:nowrap}
.n,.long td,.long th{text-align:right;white-space:nowrap}.long .t{text-align:left;white-space:normal}
.tall th,.tall td{padding-left:.7rem;padding-right:.7rem}
.tall thead th{position:sticky;top:0;background:var(--paper);z-index:1;padding:0}
th button{all:unset;box-sizing:border-box;width:100%;cursor:pointer;padding:.45rem .7rem;display:block}
th button:focus-visible{outline:2px solid var(--link);outline-offset:-2px}
[aria-sort=ascending] button::after{content:" ↑"}[aria-sort=descending] button::after{content:" ↓"}
html:not(.js) th button{cursor:default}
.sub{padding-left:1.1rem}#stores td:not(.n){min-width:10rem}
.gain{color:var(--gain);font-weight:600}.loss{color:var(--loss);font-weight:600}.same{color:var(--quiet)}
input[type=search]{font:inherit;font-size:.9rem;padding:.35rem .6rem;margin:0 0 .5rem;width:min(18rem,100%);color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:6px}
.verdicts{list-style:none;padding:0;margin:0}
.verdicts li{display:grid;grid-template-columns:8.5rem 1fr;gap:0 1.2rem;padding:.8rem 0;border-top:1px solid var(--line)}
.verdicts p{margin:0;max-width:46em}.verdicts p+p{color:var(--quiet)}
.verdicts b{font-weight:600}
.findings{padding-left:1.3rem;margin:0;max-width:48em}.findings li{margin:0 0 .9rem}.findings p{margin:0}.findings p+p{color:var(--quiet)}
code,pre{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;white-space:pre-wrap;margin:.6rem 0}
dl.facts-list{display:grid;grid-template-columns:fit-content(40%) minmax(0,1fr);gap:.3rem 1.2rem;margin:0}.facts-list dt{color:var(--quiet)}.facts-list dd{margin:0}`;

const CHARTS = `
.chart text{font-size:12.5px;fill:var(--quiet);font-family:inherit}
.chart .axis{font-size:12px}.chart .name,.chart .value{fill:var(--ink);font-weight:600}.chart .value{font-weight:400}
.chart text.name.a0,.chart text.name.a1,.chart text.name.a2,.chart text.name.a3,.chart text.name.a4,.chart text.name.a5{fill:currentColor}
.grid,.chart path{vector-effect:non-scaling-stroke}
.chart .grid{stroke:var(--line);fill:none}
.curve{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round}
.curve.a2,.curve.dash{stroke-dasharray:7 4}.curve.a3{stroke-dasharray:2 4;stroke-linecap:round}.curve.a4{stroke-dasharray:10 3 2 3}.curve.solid{stroke-dasharray:none}.curve.dot2{stroke-dasharray:2 4;stroke-linecap:round}
.mark{stroke:var(--quiet);stroke-dasharray:3 3;fill:none}.zero{stroke:var(--ink);fill:none}
.hover{visibility:hidden}.hover text{fill:var(--ink)!important;paint-order:stroke;stroke:var(--paper);stroke-width:4px}
.whisker{stroke:currentColor;stroke-width:1.6;fill:none;opacity:.75}.span{stroke:currentColor;stroke-width:9;fill:none;opacity:.32}.dot{fill:currentColor;stroke:var(--paper);stroke-width:1.5}
.dots{fill:none;stroke:currentColor;stroke-linecap:round;stroke-width:5}
.byte{stroke:var(--ink);stroke-width:1.6;fill:none}
.box{stroke:var(--paper);stroke-width:.6}
.s-cached{color:var(--a2);stroke-width:5;opacity:.75}.s-free{color:var(--a1);stroke-width:4;opacity:.55}.s-site{opacity:.6;stroke-width:6}
.legend{list-style:none;margin:.4rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;font-size:.88rem}
.legend li{display:flex;align-items:center;gap:.45rem}.legend i{width:18px;height:0;border-top:3px solid currentColor;display:inline-block}
.legend i.a2{border-top-style:dashed}.legend i.a3{border-top-style:dotted}.legend i.plain{border-top-style:solid}
.legend i[class^=ph-],.legend i.sw{height:12px;width:12px;border:0;border-radius:3px;background:currentColor}
.between{stroke:var(--line);stroke-width:5;fill:none;stroke-linecap:round}`;

const MAPS = `
.map{background:var(--sea);border-radius:8px}
.land{fill:var(--none);stroke:var(--edge);stroke-width:1.2}
.land circle{stroke-width:2}
.dots.user{stroke:var(--user);stroke-width:2.6;opacity:.38}
.pops circle{fill:var(--pop);fill-opacity:.5;stroke:var(--popline);stroke-width:1.6;stroke-opacity:.85}
.origin{fill:#e8443a;stroke:#fff;stroke-width:2.5}
.lit{stroke:var(--ink)!important;stroke-width:3.5!important;paint-order:stroke}.pops .lit{fill:#e8443a;fill-opacity:1}
.blank{fill:var(--none);stroke:var(--edge);stroke-width:1}
.spread .dots{stroke-width:13}.dots.new,.spread circle.new{stroke:var(--a1);fill:var(--a1)}.dots.old{stroke:var(--a2)}.dots.none{stroke:var(--quiet);opacity:.75}
.spread circle.new{stroke:var(--paper);stroke-width:1}.spread circle.old{fill:var(--paper);stroke:var(--a2);stroke-width:4}.spread circle.none{fill:var(--paper);stroke:var(--quiet);stroke-width:2}
.spread circle{transition:fill .25s}
.writer{fill:none;stroke:var(--ink);stroke-width:3;stroke-dasharray:7 5}
.bins{display:flex;margin:.3rem 0 .9rem;max-width:26rem}.bins li{flex:1;list-style:none;font-size:.75rem;color:var(--quiet);text-align:right}.bins{padding:0}.bins i{display:block;height:12px;background:currentColor;margin-bottom:.2rem}
.bins span{color:var(--quiet)}
.mapsheet>input{position:absolute;opacity:0;pointer-events:none}
.mapsheet label{display:inline-block;padding:.25rem .8rem;border:1px solid var(--line);cursor:pointer;font-size:.9rem;color:var(--quiet)}
.mapsheet label:first-of-type{border-radius:6px 0 0 6px}.mapsheet label:last-of-type{border-radius:0 6px 6px 0;border-left:0}
#times:checked~[for=times],#differ:checked~[for=differ]{background:var(--ink);color:var(--paper)}
#times:focus-visible~[for=times],#differ:focus-visible~[for=differ]{outline:2px solid var(--link);outline-offset:2px}
.mapsheet>div{margin-top:1rem}
#differ:checked~div .qn,#differ:checked~div .dn{fill:var(--none)}
#times:checked~div .only-d,#differ:checked~div .only-q{display:none}
#readout{min-height:9.5rem}#readout dl{display:grid;grid-template-columns:fit-content(50%) minmax(0,1fr);gap:.1rem 1rem;margin:0}#readout dt{color:var(--quiet)}#readout dt[class]{color:var(--ink)}#readout dd{margin:0}
#readout .a0{color:var(--a0)}#readout .a1{color:var(--a1)}#readout .a2{color:var(--a2)}
.control{display:flex;align-items:center;gap:.8rem;margin:.6rem 0;flex-wrap:wrap}.control input{flex:1;min-width:10rem;accent-color:var(--a1)}.control button{font:inherit;font-size:.9rem;padding:.25rem .9rem;border:1px solid var(--line);border-radius:6px;background:var(--soft);color:inherit;cursor:pointer}
.control output{flex-basis:100%;font-size:.95rem}
html:not(.js) .needs-js{display:none}html.js .no-js{display:none}`;

const MEDIA = `
@media screen and (max-width:480px){.minor{display:none}.chart text,.chart .axis{font-size:16px}table{font-size:.84rem}.dots{stroke-width:4}}@media screen and (max-width:820px){.three .wide{grid-column:auto}.maplegend{order:-1}#readout{min-height:0}.grid,.grid.three{grid-template-columns:minmax(0,1fr)}main,header,footer{padding-left:16px;padding-right:16px}header{padding-top:24px}.verdicts li{grid-template-columns:1fr}section{margin-top:2.6rem}}
@media(prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{:root{${LIGHT}}.scroll{background:none}body{font-size:10.5px;zoom:.94}main,header,footer{max-width:none;padding:0}nav,details,.needs-js,.screen,input,label{display:none!important}html.js .no-js{display:revert}html.js .no-js.grid{display:grid}.hover{display:none}footer{margin-top:.8rem;padding:0}dl.facts-list{font-size:9px;grid-template-columns:max-content 1fr max-content 1fr;gap:.1rem .8rem}th,td{padding-right:.45rem}#arms table,#countries table{font-size:8px}#assumed table{font-size:7.5px}#assumed td:nth-last-child(-n+2){white-space:nowrap}#assumed th,#assumed td{line-height:1.2}section{margin-top:.9rem}figure,.verdicts li,.findings li{break-inside:avoid}h1{font-size:18px}h2{font-size:13px;margin-bottom:.3rem;break-after:avoid}h3{font-size:11px}.price{font-size:12px}.grid{gap:.8rem 1.2rem}.lead{margin-bottom:.5rem}table{font-size:9px}.scroll.tall{max-height:none;overflow:visible;border:0}main,header,footer{line-height:1.35}.chart text,.chart .axis{font-size:14px}#maps,#slowest .grid{grid-template-columns:repeat(3,minmax(0,1fr))}.maplegend{grid-column:1/-1}.maplegend .bins{max-width:none}.verdicts li{padding:.3rem 0}.findings li{margin-bottom:.4rem}th,td{padding-top:.12rem;padding-bottom:.12rem}.note,.legend,details,.eyebrow,.facts{font-size:9px}figure.below{margin-top:.6rem}#arms>.grid{align-items:start}pre{padding:.3rem .5rem}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.grid.three{grid-template-columns:repeat(4,minmax(0,1fr));gap:.8rem 1rem}.three .wide{grid-column:1/-1}.bills{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.8rem 1.2rem}.bills>div+div{margin:0}.bills .minor{display:none}.bills table{font-size:8px}.tables{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 1.2rem}.tables .minor{display:none}.tables table{font-size:7px}.gap{margin:.5rem 0 .2rem}#bill th[scope=row]{min-width:0}@page{margin:8mm}}`;

/** The light colours and the rules of charts, for a drawing that stands alone; maps show times, or differences to the baseline. */
export function chartStyle(shown: 'times' | 'differences'): string {
  const differences = `.qn,.dn{fill:var(--none)}${numbered('d', 0, 7, (name) => `.${name}{fill:var(--${name});color:var(--${name})}`)}`;
  const sheet = `svg{${LIGHT}}${CHARTS}${ARMS}${MAPS}${TIMES}.qn{fill:var(--none)}${shown === 'differences' ? differences : ''}${PHASES}`;
  return sheet.replaceAll('\n', '');
}

/** The whole style sheet. */
export function pageStyle(): string {
  const sheet = `:root{color-scheme:light dark;${LIGHT}}@media(prefers-color-scheme:dark){:root{${DARK}}}${LAYOUT}${TABLES}${CHARTS}${ARMS}${MAPS}${TIMES}.qn{fill:var(--none);color:var(--none)}${DIFFERENCES}${PHASES}${MEDIA}`;
  return sheet.replaceAll('\n', '');
}
