import { dark, light, type Palette, withAccent } from './palette.ts';

/** The stylesheet. The accent stands in it, because the pages may have no style of their own. */
export function styleSheet(accent: string | null): string {
  return `:root{${properties(withAccent(light, accent))}color-scheme:light dark}
@media screen and (prefers-color-scheme:dark){:root{${properties(withAccent(dark, accent))}}}
${rules}`;
}

function properties({ ground, raised, line, text, faint, link, heading, signs, onSign }: Palette): string {
  return [
    ['ground', ground],
    ['raised', raised],
    ['line', line],
    ['text', text],
    ['faint', faint],
    ['link', link],
    ['heading', heading],
    ['on-sign', onSign],
    ...Object.entries(signs),
  ]
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}

const rules = `
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic",NanumGothic,sans-serif;overflow-wrap:anywhere;word-break:keep-all}
header,main,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
h1,h2,h3,p,ul,ol{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.15rem;line-height:1.3;font-weight:650;margin:3rem 0 .85rem}
h3,.card h2{font-size:1rem;font-weight:600;margin:0}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.4rem .8rem;z-index:1}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.sheet{position:absolute;width:0;height:0}
header{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.5rem;padding-top:1.5rem;padding-bottom:1.5rem}
.site{margin-right:auto;font-weight:650;font-size:1.05rem}
.site a{display:inline-flex;align-items:center;gap:.6rem;color:var(--heading);text-decoration:none}
.site a:hover{text-decoration:underline}
.site img{height:2rem;width:auto;max-width:12rem}
nav ul,footer ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;font-size:.9rem}
[aria-current]{color:var(--faint)}
.icon{width:1em;height:1em;flex:none;fill:var(--unknown)}
.icon path,symbol path{fill:none;stroke:var(--on-sign);stroke-width:2}
symbol .f{fill:inherit;stroke:none}
symbol .h{fill:none;stroke:var(--unknown);stroke-width:2}
symbol .l{stroke:var(--unknown)}
.operational{fill:var(--operational)}.degraded{fill:var(--degraded)}.outage{fill:var(--outage)}.maintenance{fill:var(--maintenance)}.unknown{fill:var(--unknown)}
.state{display:inline-flex;align-items:center;gap:.4em;font-size:.925rem}
.state.operational{color:var(--operational)}.state.degraded{color:var(--degraded)}.state.outage{color:var(--outage)}.state.maintenance{color:var(--maintenance)}.state.unknown{color:var(--unknown)}
.verdict{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;align-items:center;padding:1.4rem 1.25rem;border:1px solid var(--line);border-left:.4rem solid var(--unknown);border-radius:.5rem;background:var(--raised)}
.verdict.operational{border-left-color:var(--operational)}.verdict.degraded{border-left-color:var(--degraded)}.verdict.outage{border-left-color:var(--outage)}.verdict.maintenance{border-left-color:var(--maintenance)}
.verdict .icon{width:2rem;height:2rem}
.verdict p{grid-column:2;color:var(--faint);font-size:.925rem}.verdict .cause{color:inherit;font-size:1rem}
.note{margin-bottom:1rem;padding:.8rem 1rem;border:2px solid var(--degraded);border-radius:.5rem;background:var(--raised)}
.card{padding:1rem 1.15rem;border:1px solid var(--line);border-radius:.5rem}
.card+.card{margin-top:.8rem}
.card.open{border-left:.4rem solid var(--unknown)}
.card.outage{border-left-color:var(--outage)}.card.degraded{border-left-color:var(--degraded)}.card.maintenance{border-left-color:var(--maintenance)}
.meta{display:flex;flex-wrap:wrap;gap:.1rem 1rem;color:var(--faint);font-size:.9rem}
.rows{border:1px solid var(--line);border-radius:.5rem}
.rows>li{padding:.95rem 1.15rem 1rem}
.rows>li+li{border-top:1px solid var(--line)}
.group{margin:1.4rem 0 .5rem;color:var(--faint);font-size:.9rem}
h2+.group{margin-top:0}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.1rem 1rem}
.name{font-weight:600}
.why{color:var(--faint);font-size:.9rem}
.bars{display:block;width:100%;height:1.9rem;margin:.55rem 0 .3rem}
.bars path{fill:none;stroke-width:5;stroke:var(--unknown)}
.bars .operational{stroke:var(--operational)}.bars .degraded{stroke:var(--degraded)}.bars .outage{stroke:var(--outage)}.bars .maintenance{stroke:var(--maintenance)}
.scale{display:flex;flex-wrap:wrap;align-items:center;gap:0 .5rem;color:var(--faint);font-size:.8125rem}
.scale i{flex:1;height:1px;background:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin-top:.8rem;font-size:.8125rem;color:var(--faint)}
.legend li{display:inline-flex;align-items:center;gap:.4rem}
.legend .bars{width:5px;height:1.1rem;margin:0}
.updates>li{margin-top:.8rem}
.updates time,.updates .when{color:var(--faint);font-size:.85rem}
.words>*+*{margin-top:.5rem}
.words p,.words li{unicode-bidi:plaintext}
.words ul,.words ol{padding-left:1.3rem}.words ul{list-style:disc}.words ol{list-style:decimal}
.words pre{overflow-x:auto;white-space:pre-wrap}
.past .card{border-width:0 0 1px;border-radius:0;padding:.7rem 0}
.past .card+.card{margin:0}
.more{margin-top:1rem}
.none{color:var(--faint)}
footer{margin-top:4rem;padding-top:1.2rem;padding-bottom:2.5rem;color:var(--faint);font-size:.85rem}
footer ul{margin:.4rem 0 0}
@media (max-width:30rem){h1{font-size:1.3rem}.verdict{padding:1.1rem .9rem;gap:.15rem .75rem}.verdict .icon{width:1.6rem;height:1.6rem}.rows>li,.card{padding-left:.9rem;padding-right:.9rem}.bars{height:1.6rem}}
@media print{nav,.skip,#old,.more{display:none}body{font-size:10pt}.rows>li,.card{break-inside:avoid}.bars,.icon{print-color-adjust:exact}h2,.group{break-after:avoid}}
@media (forced-colors:active){.bars,.icon{forced-color-adjust:none}}
`;
